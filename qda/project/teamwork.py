"""Working together on a project: memos, assignments, blind rounds, settling, merging, agreement."""

from qda.project.tables import Tables


class Teamwork(Tables):
    """What a team does with a project."""
