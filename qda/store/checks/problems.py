"""How a problem of a project is said."""

Problem = tuple[str, str, str, str]
"""Table, place, what is wrong, what helps."""

REPAIR = "qda check --repair"
BACKUP = "go back to a backup: qda backups, qda restore"
