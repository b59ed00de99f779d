"""A codebook in words, as its outputs and the command line show it."""

from qda._wording import many
from qda.codebook.book import Codebook
from qda.model import Axis, Code

KINDS = {
    "single": "one category a statement",
    "multi": "several categories a statement",
    "ordinal": "one level a statement, in the order given",
}


def about(book: Codebook) -> tuple[tuple[str, str], ...]:
    """Return what a coder should know before the first category: topic and text, without what the codebook leaves open."""
    lines = (
        ("Research question", book.research_question),
        ("Technique", book.technique),
        ("Coding unit", book.unit),
        ("Context unit", book.context_unit),
        ("Languages", ", ".join(book.languages)),
        ("Not coded", f"turns of {', '.join(book.skip_roles)}" if book.skip_roles else ""),
        ("Version", f"{book.version}, {book.state}; {book.codebook_version}"),
    )
    return tuple((topic, " ".join(text.split())) for topic, text in lines if text)


def axis_words(axis: Axis) -> str:
    """Return how an axis is coded, in a sentence.

    Examples
    --------
    >>> axis_words(Axis(id="phase", kind="single", inherit=("heading", "question")))
    '0 categories; one category a statement. Where a passage shows none, it is taken from the heading, then from the question.'
    """
    text = f"{many(len(axis.codes), 'category', 'categories')}; {KINDS[axis.kind]}"
    if axis.residual:
        text += f", {axis.residual} aside"
    if axis.inherit:
        text += f". Where a passage shows none, it is taken from the {', then from the '.join(axis.inherit)}"
    return text + "."


def outline(book: Codebook) -> str:
    r"""Return axes and categories as a tree, a line each with what belongs under it.

    Examples
    --------
    >>> from qda.codebook import parse_codebook
    >>> print(outline(parse_codebook("codebook: b\nmatrix: {rows: [v], cell: f}\naxes: [{id: v, codes: [{id: x}]}, {id: f, codes: [{id: y}]}]")))
    b (b@0.1+..., pilot; en)
    <BLANKLINE>
    v (1 category; several categories a statement.)
      x
    <BLANKLINE>
    f (1 category; several categories a statement.)
      y
    """
    lines = [f"{book.title} ({book.codebook_version}, {book.state}; {', '.join(book.languages)})"]
    for axis in book.axes:
        lines += ["", f"{axis.label} ({axis_words(axis)})"]
        for code, depth in by_parent(axis):
            lines.append("  " * (depth + 1) + code.label)
    return "\n".join(lines)


def by_parent(axis: Axis) -> list[tuple[Code, int]]:
    """Return the categories of an axis, each below its parent, with its depth; what is its own ancestor stands at the top."""
    found: list[tuple[Code, int]] = []

    def below(parent: str, depth: int) -> None:
        for code in axis.codes:
            if code.parent == parent and all(code is not seen for seen, _ in found):
                found.append((code, depth))
                below(code.id, depth + 1)

    below("", 0)
    found += [(code, 0) for code in axis.codes if all(code is not seen for seen, _ in found)]
    return found
