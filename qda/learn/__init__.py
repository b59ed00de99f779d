"""The tagger that learns from what people coded, and from example banks.

Public: `LearnedTagger`, `Labels`, `labels_of`.
"""

from qda.learn.labels import Labels, labels_of
from qda.learn.tagger import LearnedTagger

__all__ = ["Labels", "LearnedTagger", "labels_of"]
