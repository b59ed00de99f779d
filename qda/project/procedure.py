"""Mayring's procedure in a project: its coding guide goes from version to version."""

from collections.abc import Mapping

from qda.codebook import Codebook
from qda.frames import Frame
from qda.project import revising
from qda.project.team import Team


class Procedure(Team):
    """What qualitative content analysis does with a project beyond coding it."""

    def use(self, book: Codebook, *, coder: str, became: Mapping[str, str] | None = None) -> revising.BookReport:
        """Give the project another version of its codebook, in one act that `undo` takes back.

        From then on every coding names the new version. Codings of categories that became others go on under these, with their coders and rounds; suggestions
        of categories that are no more are taken back. After a final version a change opens a new round: the codings to look at again are assigned in it to
        the people who made them.

        Parameters
        ----------
        book
            The new version; a version that the project had before is allowed, too.
        coder
            Who changes it.
        became
            ``{"factor/old": "new"}``: under which category the codings of one that went go on. Plain renamings are found without being told.

        Returns
        -------
        BookReport
            What changed, the codings to look at again, the round, and what the method would have had otherwise: where categories are formed inductively, a
            revision before 10 % of the material is warned of.

        Raises
        ------
        BadInput, ProjectError, UnknownName
            It holds already, or is another codebook; or people's codings carry categories that it lacks, and nothing says what became of them.
        """
        return revising.revise(self, self._store, book, coder=coder, became=became)

    def outdated(self) -> Frame:
        """Return the codings of people that rest on an older text of their category and that their coder has not looked at since: with ``why``."""
        return revising.outdated(self)
