"""Where the codebooks and the sample corpus lie: inside the wheel, or at the top of a checkout.

The build maps ``codebooks/`` and ``corpus/`` to ``qda/_data/``; an editable install finds them beside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the shipped folder ``codebooks`` or ``corpus``."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def codebooks() -> dict[str, Path]:
    """Return the shipped codebooks: name -> file."""
    return {path.stem: path for path in sorted(folder("codebooks").glob("*.yaml"))}


def corpus() -> Path:
    """Return the folder of the sample study."""
    return folder("corpus")
