"""A codebook -> one html page: the coding guide to be read and printed. Nothing is loaded from elsewhere, nothing runs."""

import base64
import hashlib

from qda._wording import many
from qda.codebook import Codebook
from qda.codebook.telling import about, axis_words, by_parent
from qda.export.pages import templates


def guide_page_text(book: Codebook) -> str:
    """Return the page as html: a table per axis with category, definition, anchor examples and coding rule."""
    environment = templates()
    style = environment.get_template("report.css.j2").render(columns=0) + environment.get_template("guide.css.j2").render()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return environment.get_template("guide.html.j2").render(
        style=style,
        style_hash=digest,
        book=book,
        about=about(book),
        axes=[(axis, axis_words(axis), by_parent(axis)) for axis in book.axes],
        codes=many(len(list(book.codes())), "category", "categories"),
    )
