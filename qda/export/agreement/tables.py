"""A comparison -> csv files in a folder: the frames as they are, for scripts."""

from collections.abc import Mapping
from pathlib import Path

from qda.export.agreement.record import TO_FILL, Comparison
from qda.export.csvfile import write_csv
from qda.frames import Frame


def frames_of(comparison: Comparison) -> Mapping[str, Frame]:
    """Return the frames by the names of their files; those that are empty are left out, the figures and the list apart."""
    listed = comparison.disagreements.assign(**dict.fromkeys(TO_FILL, ""))
    told = {"codes": comparison.counts, "findings": comparison.findings, "spans": comparison.scores}
    return {
        "figures.csv": comparison.figures,
        "disagreements.csv": listed,
        **{f"{name}.csv": frame for name, frame in told.items() if len(frame)},
    }


def write_agreement_tables(files: Mapping[str, Path], comparison: Comparison) -> None:
    """Write frames, each to its path.

    Parameters
    ----------
    files
        Names as `frames_of` gives them -> where to write.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    frames = frames_of(comparison)
    for name, path in files.items():
        write_csv(path, frames[name], list(frames[name].columns))
