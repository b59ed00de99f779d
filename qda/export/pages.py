"""The templates of the pages."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def templates() -> "Environment":
    """Return what fills the templates; it is made once, since it translates each template when it is first asked for."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("qda.export", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
