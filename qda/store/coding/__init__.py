"""Codings and readings: added, judged, changed, settled, by people and machines."""
