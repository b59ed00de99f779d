"""The tagger that learns beside the rules of the codebook, and starts from its example bank."""

from functools import cached_property, lru_cache
from pathlib import Path

from qda import _shipped
from qda.codebook import Bank, Codebook
from qda.codebook.bank import bank_path, read_bank
from qda.frames import Frame
from qda.learn import LearnedTagger
from qda.learn.material import Encoder
from qda.learn.tagger import CANDIDATE


class HybridTagger(LearnedTagger):
    """Suggest codes by rules, by an example bank, and by what people coded, each weighed by what it is worth.

    Before anything is coded it works from rules and bank alone; codes that it could not learn are left to the rules.

    Parameters
    ----------
    book
        The codebook.
    bank
        Labelled sentences to start from; True: those that lie beside the codebook, or beside the shipped codebook of the same name; None: none.
    coder, round, threshold, encode, seed
        As in `qda.learn.LearnedTagger`.
    """

    def __init__(
        self,
        book: Codebook,
        *,
        bank: "Bank | bool | None" = True,
        coder: str = "hybrid",
        round: int = 1,  # noqa: A002  the column's name
        threshold: float | None = CANDIDATE,
        encode: Encoder | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(book, bank=bank, coder=coder, round=round, threshold=threshold, encode=encode, seed=seed)

    def _examples(self) -> Bank | None:
        return self._beside if self.bank is True else super()._examples()

    @cached_property
    def _beside(self) -> Bank | None:
        return bank_beside(self.book)

    def _signs(self, segments: Frame) -> Frame:
        from qda.rules import RuleTagger

        return RuleTagger(self.book, threshold=0.0).tag(segments)

    def _context(self, segments: Frame) -> Frame:
        from qda.rules import context_codes

        return context_codes(self.book, segments)


def bank_beside(book: Codebook) -> Bank | None:
    """Return the example bank beside the file of a codebook, or beside the shipped one of the same name; None if there is none.

    Codes that the codebook does not have are not learnt; so the bank of an earlier version still serves.
    """
    places = [bank_path(book.file)] if book.file else []
    places += [bank_path(book.id)] if book.id in _shipped.codebooks() else []
    found = next((Path(place) for place in places if Path(place).is_file()), None)
    return None if found is None else _read(found, found.stat().st_mtime_ns, found.stat().st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Bank:
    """Read a bank once, unless it changes."""
    return read_bank(path)
