"""What lies beside a project file and should be known when it is opened: copies that sync programs made, a log that was left behind elsewhere."""

import re
import time
import warnings
from pathlib import Path

from qda.store.backups.shelf import state_in

_MARKED = re.compile(r"[ (_.\[-].*(?:conflict|konflikt|conflit)", re.IGNORECASE)
"""What follows the name of the file in copies that say themselves what they are."""

_COMPUTER = re.compile(
    r"-(?:[\w-]*(?:desktop|laptop|notebook|macbook|imac|surface|server|workstation)[\w -]*|(?:pc|win|nb|ws)-?[\w-]*|[\w-]+-pc)",
    re.IGNORECASE,
)
"""OneDrive adds the name of the computer."""

_NUMBERED = re.compile(r" ?\(\d+\)| \d+")
"""Google Drive and iCloud add a number, as people do."""

_WAL = b"\x02\x02"
_TRIES = 4


def warn_of_neighbours(path: Path) -> None:
    """Warn of conflict copies beside a project file that is being opened."""
    copies = conflict_copies(path)
    if copies:
        which = ", ".join(repr(copy.name) for copy in copies)
        said = f"beside it lies what a sync program made where two versions met: {which}"
        warnings.warn(f"{path.name}: {said}; merge with `qda merge`, then move it away", UserWarning, stacklevel=6)


def conflict_copies(path: Path) -> list[Path]:
    """Return the files beside a project that a sync program seems to have made of it, when it was changed in two places at once.

    Names that people give, too, only count where the file is a copy of this very project.
    """
    try:
        names = sorted(p.name for p in path.parent.iterdir() if p.name.startswith(path.stem) and p.suffix == path.suffix)
    except OSError:
        return []
    kinds = {name: _kind(name.removeprefix(path.stem).removesuffix(path.suffix)) for name in names if name != path.name}
    doubtful = [name for name, kind in kinds.items() if kind == "doubtful"]
    own = state_in(path) if doubtful else None
    same = {name for name in doubtful if own is not None and _project(path.with_name(name)) == own.project}
    return [path.with_name(name) for name, kind in kinds.items() if kind == "marked" or name in same]


def _kind(tail: str) -> str:
    if _MARKED.match(tail):
        return "marked"
    return "doubtful" if _COMPUTER.fullmatch(tail) or _NUMBERED.fullmatch(tail) else ""


def _project(path: Path) -> str:
    state = state_in(path)
    return "" if state is None else state.project


def warn_of_lost_log(path: Path) -> None:
    """Warn of a file that was copied while it was open: what was done last stood in the log beside it, which is not there."""
    if _lacks_log(path):
        said = f"it was not closed, and no log {path.name}-wal lies beside it"
        remedy = (
            "if this is a copy of an open project, what was done last is missing: copy it again after closing, or by `qda backup`"
        )
        warnings.warn(f"{path.name}: {said}; {remedy}", UserWarning, stacklevel=6)


def _lacks_log(path: Path) -> bool:
    """Look more than once: whoever opens or closes the project at this moment has the file so for an instant."""
    for attempt in range(_TRIES):
        try:
            with path.open("rb") as file:
                head = file.read(20)
        except OSError:
            return False
        if head[18:20] != _WAL or path.with_name(f"{path.name}-wal").exists():
            return False
        if attempt + 1 < _TRIES:
            time.sleep(0.02)
    return True
