"""The commands around reading files."""

from qda.cli import show


def formats() -> None:
    """List what can be read: kinds of files, and layouts of transcripts within them, in the order in which they are tried."""
    from qda.ingest import formats as known

    show.table(known(), ["name", "suffixes", "recognised", "what"], most=100)
