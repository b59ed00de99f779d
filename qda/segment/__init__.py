"""Documents are cut into the units of the grid: turns, paragraphs, sentences, windows, each with its context unit."""

from qda.segment.component import add_sentences
from qda.segment.grid import segments
from qda.segment.sentences import split
from qda.segment.units import Window

__all__ = ["Window", "add_sentences", "segments", "split"]
