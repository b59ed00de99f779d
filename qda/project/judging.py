"""What a project says of suggestions: how good they are, what to read next, and when to stop."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qda.frames import Frame
from qda.project.tables import Tables
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.learn.evaluation import Evaluation
    from qda.learn.splitting import By


class Judging(Tables):
    """Suggestions judged, and used to read less; nothing here changes the project."""

    def evaluate(
        self,
        tagger: Tagger,
        *,
        by: "By" = "document",
        coders: Sequence[str] | None = None,
        folds: int = 5,
        retrain: bool = True,
        curve: Sequence[int] = (),
        seed: int = 1,
    ) -> "Evaluation":
        """Judge the suggestions of a tagger by what people coded, on documents or cases that it has not seen.

        Parameters
        ----------
        tagger
            One that learns is trained anew for every part, without it; the one given stays as it is.
        by
            What is left out together: ``document`` or ``case``.
        coders
            Whose codings count; None: all people's. Where they differ, what was settled counts, else the majority.
        folds
            Into how many parts documents or cases are dealt.
        retrain
            False: judge a model with what it has learnt; texts it was trained on are refused.
        curve
            Also judge it with so many coded segments to learn from.
        seed
            For intervals and curve.

        Returns
        -------
        Evaluation
            Frames of figures; printed, it reads them out in plain words.

        Raises
        ------
        BadInput, UnknownName
            Nobody coded anything, or nobody of such a name did; there is one document or case only; or the model was trained on these texts.
        """
        from qda.project.evaluating import evaluate_project

        return evaluate_project(self, tagger, by=by, coders=coders, folds=folds, retrain=retrain, curve=curve, seed=seed)

    def queue(
        self,
        *,
        by: str = "mixed",
        code: str | None = None,
        n: int = 50,
        coder: str = "",
        tagger: Tagger | None = None,
        seed: int = 1,
    ) -> Frame:
        """Return the segments to read next, each with its reason.

        Parameters
        ----------
        by
            ``uncertainty``, ``likely``, ``disagreement`` (between rules and model), ``audit`` (drawn at random), or ``mixed``: of each in turn.
        code
            Only with a view to this code: ``trust`` or ``factor/trust``.
        n
            How many at most.
        coder
            Who reads; empty: what anybody has read is read.
        tagger
            Orders the segments; None: a `HybridTagger` that learnt from all codings, or starts from rules and example bank.
        seed
            For the random draw; the same seed goes on with the same draw.

        Returns
        -------
        DataFrame
            ``doc_id, start, end, by, axis, code, score, reason, text``, the first to be read first.
        """
        from qda.project.queueing import reading_of

        return reading_of(self, tagger, coder).queue(by=by, code=code, n=n, seed=seed)

    def stopping(self, *, code: str | None = None, coder: str = "", tagger: Tagger | None = None, seed: int = 1) -> Frame:
        """Say, per code, how much is probably still unseen and how much must be read to find 95 %; see `qda.learn.stopping.stopping`.

        Parameters are those of `queue`; `seed` must be that of the audit sample.
        """
        from qda.project.queueing import reading_of

        return reading_of(self, tagger, coder).stopping(code=code, seed=seed)
