"""Categories and the material they come from: which lie near a passage, how they grow, when they stop growing, and what explains a passage.

Public: `nearest`, `Near`, `growth`, `assess`, `Saturation`, `narrow_context`, `broad_context`. All take frames or lists of words, never a project.
"""

from qda.formation.explicating import broad_context, narrow_context
from qda.formation.growth import growth
from qda.formation.nearness import Near, nearest
from qda.formation.saturation import Saturation, assess

__all__ = ["Near", "Saturation", "assess", "broad_context", "growth", "narrow_context", "nearest"]
