"""The contract of taggers: segments in, codings out, nothing written.

A tagger stores the arguments of its ``__init__`` and nothing else; what it learns ends in ``_``. Rules, models and mixtures of both follow this contract
and pass the same suite of checks (``tests/test_tagger.py``).
"""

from typing import Protocol, Self, runtime_checkable

from qda.frames import Frame


@runtime_checkable
class Tagger(Protocol):
    """Something that suggests codings for segments."""

    @property
    def coder(self) -> str:
        """The name under which its codings stand, like a person's (``rules``, ``model``)."""

    def tag(self, segments: Frame) -> Frame:
        """Return codings for segments.

        Parameters
        ----------
        segments
            The table ``segments``, with ``text``; ``heading``, ``question``, ``role`` and ``language`` are used where they are given.

        Returns
        -------
        DataFrame
            The table ``codings``: ``score`` in [0, 1], ``status`` suggested, ``evidence`` filled, the same rows for the same segments on every run.
        """


@runtime_checkable
class LearningTagger(Tagger, Protocol):
    """A tagger that learns from what people coded."""

    def fit(self, segments: Frame, codings: Frame, readings: Frame | None = None) -> Self:
        """Learn from codings of the segments.

        Parameters
        ----------
        segments
            The table ``segments``.
        codings
            The table ``codings``; segments without codings were read and found empty.
        readings
            The table ``readings``: what nobody read on an axis teaches nothing there. None: all segments were read.
        """
