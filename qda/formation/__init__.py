"""Categories and the material they come from: which lie near a passage, how they grow, when they stop growing, and what explains a passage.

Public: `nearest`, `Near`, `growth`, `broad_context`, `assess`, `Saturation`. All take frames or lists of words, never a project.
"""

from qda.formation.growth import growth
from qda.formation.nearness import Near, nearest

__all__ = ["Near", "growth", "nearest"]
