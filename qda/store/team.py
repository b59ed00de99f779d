"""What a team does in a project file: memos, assignments, settling, merging."""

from qda.store.tables import Tables


class Team(Tables):
    """The acts of people who work together."""
