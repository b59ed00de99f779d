"""The tagger that learns from what people coded, and from example banks; how good its suggestions are, and what to read next.

Public: `LearnedTagger`, `Labels`, `labels_of`; `Embedder`, texts as vectors of meaning; `evaluate`, `Evaluation`.
"""

from qda.learn.embedding import Embedder
from qda.learn.evaluating import evaluate
from qda.learn.evaluation import Evaluation
from qda.learn.labels import Labels, labels_of
from qda.learn.tagger import LearnedTagger

__all__ = ["Embedder", "Evaluation", "Labels", "LearnedTagger", "evaluate", "labels_of"]
