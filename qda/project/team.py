"""What people do in a project together: memos, changes of mind, assignments, blind rounds, settling."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qda.errors import BadInput
from qda.frames import Frame
from qda.project import assigning, memoing, settled_list, viewing
from qda.project.memoing import Place
from qda.project.trail import Trail


class Team(Trail):
    """The acts of people, and what they see of each other."""

    # ---------------------------------------------------------------- memos

    @property
    def memos(self) -> Frame:
        """The table ``memos``: what people noted on the project, documents, cases, codes, stretches of text and codings, with quote and label.

        Of a coder's memos on one thing the last counts. What has no place in a text has -1 as start and end.
        """
        return self._store.memos()

    def memos_about(self, words: str, *, kind: str = "") -> Frame:
        """Return the memos (of one kind) in which words stand: in the memo, the quote, or what it is on; case and accents do not matter."""
        return memoing.about(self.memos, words, kind=kind)

    def note(
        self,
        text: str,
        memo: str | None = None,
        *,
        coder: str,
        document: str = "",
        case: str = "",
        code: str = "",
        segment: Place | None = None,
        coding: str = "",
    ) -> bool:
        """Write a memo; it is on the project as a whole unless something is named.

        Parameters
        ----------
        text
            The memo; an empty one takes this coder's memo away. With two texts, the first is the id of a coding, the second the memo.
        coder
            Who notes.
        document, case, coding
            The id of what it is on.
        code
            ``axis:code``.
        segment
            Document, start and end of a stretch of text; it moves along when the text is read in anew.

        Returns
        -------
        bool
            Whether that is new; not where this coder's memo says the same already, or where there is none to take away.

        Raises
        ------
        BadInput, UnknownName, OffsetError
            Several things are named, or what does not exist.
        """
        coding, text = (coding, text) if memo is None else (text, memo)
        target = memoing.target_of(document=document, case=case, code=code, coding=coding, segment=segment)
        return self._store.note(target, text, coder=coder)

    # ---------------------------------------------------------------- changes of mind

    def recode(
        self,
        ids: str | Sequence[str],
        codes: str | Sequence[str] | Mapping[str, str | Sequence[str]],
        *,
        coder: str,
        axis: str = "",
    ) -> list[str]:
        """Give codings other codes; return the ids of the new ones.

        The old rows are retracted, and rows of this coder stand for them, with their memos. A machine's suggestion stays and is rejected, beside the person's
        own row.

        Parameters
        ----------
        ids
            One coding, or several.
        codes
            A code, or several: each coding gets them on its own axis, or on `axis`. Or codes per axis, for codings of one statement: axes that are not named
            stay as they are, an axis without codes is emptied.

        Raises
        ------
        UnknownName, BadInput
            No such coding, axis or code; several codes on an axis that has one a statement; a settled or rejected coding.
        """
        return self._store.recode([ids] if isinstance(ids, str) else ids, codes, coder=coder, axis=axis)

    def move(self, ids: str | Sequence[str], start: int, end: int, *, coder: str) -> list[str]:
        """Give codings another span of their text, as `recode` gives them other codes; return the ids of the new ones.

        Codings that leave the others of their statement behind make a statement of their own.
        """
        return self._store.move([ids] if isinstance(ids, str) else ids, start, end, coder=coder)

    # ---------------------------------------------------------------- who codes what

    @property
    def coders(self) -> Frame:
        """The table ``coders``: people and machines, with their rounds, documents and codings, and when they were first and last at work."""
        return self._store.coders()

    def assign(
        self,
        coder: str | Sequence[str],
        documents: Sequence[str] | None = None,
        *,
        sample: float | None = None,
        by: str = "segment",
        round_: int = 1,
        blind: bool = True,
        seed: int = 1,
        stratify: bool = False,
        read_by: str = "",
        assigned_by: str = "",
    ) -> int:
        """Give documents, or a random sample, to a coder; return how many documents or units are newly assigned.

        Parameters
        ----------
        coder
            Who codes; several coders get the same, which agreement needs.
        documents
            Whole documents; with `sample`, what the sample is drawn from.
        sample
            How many (a whole number) or which share (a float up to 1) to draw. The same seed draws the same from the same units everywhere; so a second coder
            can be given the same sample later.
        by
            ``segment`` or ``document``: what is drawn.
        round_
            For a check of a coder against themselves, the same units in round 2.
        blind
            Whether the coder sees neither others' nor machines' codings, nor their own of other rounds; see `view`.
        stratify
            Draw from every case in proportion to its size.
        read_by
            Draw only from what this coder has read: for the coder's own second round.
        assigned_by
            Who assigns, for the journal.

        Raises
        ------
        BadInput, UnknownName
            Nothing to draw from, or not that much; no such document.
        """
        units, drawn = assigning.units_for(
            self, documents=documents, sample=sample, seed=seed, by=by, stratify=stratify, read_by=read_by
        )
        names = [coder] if isinstance(coder, str) else coder
        return self._store.assign(names, units, by=assigned_by, round_=round_, blind=blind, drawn=drawn)

    @property
    def assignments(self) -> Frame:
        """The table ``assignments``: per coder, round and document, how many units are assigned, read and coded."""
        return assigning.assignments(self)

    @property
    def assigned_rows(self) -> Frame:
        """What is assigned, as it was given: a row per document (start and end are -1) or unit."""
        return self._store.assigned_units()

    def assigned(self, coder: str, round_: int = 1) -> Frame:
        """Return the units a coder is to code in a round: ``doc_id, start, end, text``, and whether they are ``read`` and ``coded``."""
        return assigning.assigned(self, coder, round_)

    def view(self, coder: str, round_: int = 1, *, blind: bool | None = None) -> viewing.View:
        """Return the tables as a coder may see them in a round: in a blind one, nobody else's codings, no suggestions, nothing of other rounds.

        Parameters
        ----------
        blind
            Whether the round is blind; None: as it was assigned, and where nothing was, not.

        Raises
        ------
        BadInput, UnknownName
            Nobody is named, or a machine; or nothing is assigned to this name, but to one that is spelt nearly like it.
        """
        return viewing.view_of(self, coder, round_, blind=blind)

    # ---------------------------------------------------------------- settling

    @property
    def settlements(self) -> Frame:
        """The table ``settlements``: every coding that was in dispute with the settled one beside it (empty: none of the codes holds), and why."""
        return self._store.settlements()

    def settle(
        self,
        what: str | Sequence[str] | Place,
        codes: str | Sequence[str] | Mapping[str, str | Sequence[str]],
        *,
        coder: str,
        reason: str,
        axis: str = "",
        span: tuple[int, int] | None = None,
    ) -> list[str]:
        """Settle what coders disagree on; return the ids of the settled codings.

        They stand beside what each coder said (origin ``settled``, round 0, the reason as memo) and count before it in matrices, axis by axis. What was settled
        there before is replaced.

        Parameters
        ----------
        what
            The codings in dispute by their ids; or a place: document, start and end.
        codes
            What holds: a code or several of one axis, or codes per axis. None at all (an empty list) says: none of them.
        coder
            Who writes it down.
        reason
            Why; needed.
        axis
            Of a place, or where the codings are on several axes.
        span
            Where the codings have several spans: the one that holds.

        Raises
        ------
        BadInput, UnknownName, OffsetError
            No reason, no such coding, code or place, several codes on an axis that has one; it is not clear which axis or span is meant.
        """
        place, axes = self._dispute(what, span)
        if not isinstance(codes, Mapping):
            if not axis and len(axes) != 1:
                raise BadInput(f"on which axis? Say axis=...{'; these codings are on ' + ', '.join(axes) if axes else ''}")
            codes = {axis or axes[0]: codes}
        return self._store.settle(place, codes, coder=coder, reason=reason)

    def _dispute(self, what: str | Sequence[str] | Place, span: tuple[int, int] | None) -> tuple[Place, tuple[str, ...]]:
        if isinstance(what, str):
            return self._store.dispute([what], span=span)
        if len(what) == 3 and isinstance(what[1], int) and isinstance(what[2], int):
            return (str(what[0]), what[1], what[2]), ()
        return self._store.dispute([str(id_) for id_ in what], span=span)

    def settle_list(self, path: str | Path, *, coder: str) -> settled_list.SettleReport:
        """Settle what a filled-in list of disagreements says, in one act.

        Parameters
        ----------
        path
            csv or xlsx with the columns ``doc_id, start, end, axis, settled, reason``; others are passed over. ``settled`` holds codes joined by ``;``, or
            ``none`` where none of them holds; a row without it is still open.

        Returns
        -------
        SettleReport
            Rows that are wrong do not hinder the others; a corrected list can be given again.
        """
        file = Path(path)
        decisions, still_open, wrong = settled_list.read_decisions(file, self.book)
        done = self._store.settle_all(decisions, coder=coder) if decisions else None
        wrong |= done.wrong if done else {}
        already = len(done.already) if done else 0
        problems = tuple(f"{file}: line {number}: {wrong[number]}" for number in sorted(wrong))
        settled = len([number for number in decisions if number not in wrong]) - already
        return settled_list.SettleReport(settled=settled, already=already, open=still_open, problems=problems)
