"""JSON files, loaded so that none of them can hang or crash the reader."""

import json
import re
from pathlib import Path
from typing import Any

from qda.errors import UnreadableFile
from qda.ingest.plain import text_of

_HALF = re.compile(
    r"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}", re.IGNORECASE
)  # half of a character, without its other half


def loaded(path: Path, data: bytes) -> tuple[Any, dict[str, object]]:
    """Return what a JSON file holds, and what is to be recorded about its encoding; numbers that are none are refused."""
    text, noted = text_of(path, data)
    try:
        value = json.loads(text.lstrip("\ufeff"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            path, f"line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})", "export it again"
        ) from error
    except ValueError as error:
        raise UnreadableFile(path, f"this is no JSON: {error}", "export it again") from error
    except RecursionError as error:
        raise UnreadableFile(path, "its values are nested too deeply", "export it again") from error
    halves = len(_HALF.findall(text))
    return value, {**noted, "half_characters": halves} if halves else noted


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
