"""The pages: their templates, and the seal of their style."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def templates() -> "Environment":
    """Return what fills the templates; it is made once, since it translates each template when it is first asked for."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("qda.export", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(template: str, style: str, **content: Any) -> str:
    """Return a page as html; its content security policy allows the one style it has, known by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return templates().get_template(template).render(style=style, style_hash=digest, **content)
