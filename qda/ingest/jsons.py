"""JSON files, loaded so that none of them can hang or crash the reader."""

import json
from pathlib import Path
from typing import Any

from qda.errors import UnreadableFile
from qda.ingest.plain import text_of


def loaded(path: Path, data: bytes) -> tuple[Any, dict[str, object]]:
    """Return what a JSON file holds, and what is to be recorded about its encoding; numbers that are none are refused."""
    text, noted = text_of(path, data)
    try:
        return json.loads(text.lstrip("\ufeff"), parse_constant=_no_number), noted
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            path, f"line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})", "export it again"
        ) from error
    except ValueError as error:
        raise UnreadableFile(path, f"this is no JSON: {error}", "export it again") from error
    except RecursionError as error:
        raise UnreadableFile(path, "its values are nested too deeply", "export it again") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
