"""Acts: written, read as an audit trail, undone and redone."""
