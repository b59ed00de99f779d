"""Where a quote of one text stands in another text of the same document."""

from qda.store.anchoring.cascade import Anchor, Cascade, Place

__all__ = ["Anchor", "Cascade", "Place"]
