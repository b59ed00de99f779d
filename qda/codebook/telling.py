"""A codebook in words, as its outputs and the command line show it."""

from collections.abc import Sequence
from html import escape
from textwrap import fill

from qda._wording import many
from qda.codebook.book import Codebook
from qda.codebook.dumping import in_a_line
from qda.errors import UnknownName, nearest
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
        ("Selection criterion", book.selection_criterion),
        ("Level of abstraction", book.abstraction),
        ("Coding unit", book.unit),
        ("Context unit", book.context_unit),
        ("Recording unit", book.recording_unit),
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


def find_code(book: Codebook, name: str, axis: str = "") -> Code:
    """Return a category by its id, by ``axis/id``, or by its label.

    Raises
    ------
    UnknownName
        There is none, or several axes have it.
    """
    at, _, id_ = name.rpartition("/")
    wanted = [one for one in book.codes() if (axis or at) in {"", one.axis} and id_ in {one.id, one.label}]
    if len(wanted) == 1:
        return wanted[0]
    if wanted:
        raise UnknownName(f"{name!r} is on several axes: {', '.join(f'{one.axis}/{one.id}' for one in wanted)}")
    ids = [one.id for one in book.codes() if (axis or at) in {"", one.axis}]
    raise UnknownName(f"codebook {book.id!r} has no code {name!r}; {nearest(id_, ids)}")


def code_words(code: Code, book: Codebook) -> str:
    """Return all that the guide says of a category, to be read on a screen."""
    anchors = [f"“{a.quote}”" + (f" ({a.document})" if a.document else "") for a in code.anchor_examples]
    parts = [("Definition", [code.definition]), ("Anchor examples", anchors), ("Coding rule", [code.rule])]
    parts += [
        (f"Patterns ({lang})", list(map(in_a_line, found))) for lang, found in code.patterns.items() if lang in book.languages
    ]
    parts += [
        (f"In the {source} ({lang})", list(map(in_a_line, found)))
        for source, by_language in code.context.items()
        for lang, found in by_language.items()
    ]
    parts += [("Makes likely", [f"{axis}: {', '.join(ids)}" for axis, ids in code.implies.items()])]
    head = f"{code.axis}/{code.id}  {code.label}" + (f"  (part of {code.parent})" if code.parent else "")
    return "\n\n".join([head, *(_part(title, lines) for title, lines in parts if title in _ALWAYS or lines)])


_ALWAYS = {"Definition", "Anchor examples", "Coding rule"}


def _part(title: str, lines: Sequence[str]) -> str:
    after = "    " if len(lines) > 1 else "  "
    filled = [fill(" ".join(line.split()), width=100, initial_indent="  ", subsequent_indent=after) for line in lines if line]
    filled = filled or ["  none yet"]
    return "\n".join([title, *filled])


def folded_guide(book: Codebook) -> str:
    """Return html for a notebook: axis by axis a table that folds out. It carries no styles and no scripts."""
    head = f"<p><strong>{escape(book.title)}</strong> ({escape(book.codebook_version)}, {escape(book.state)})</p>"
    return head + "".join(
        f"<details><summary>{escape(axis.label)}: {escape(axis_words(axis))}</summary>"
        f"<table><thead><tr>{_HEAD}</tr></thead>"
        f"<tbody>{''.join(_row(code) for code, _ in by_parent(axis))}</tbody></table></details>"
        for axis in book.axes
    )


_HEAD = "".join(f'<th scope="col">{title}</th>' for title in ("Category", "Definition", "Anchor examples", "Coding rule"))


def _row(code: Code) -> str:
    anchors = "<br>".join(f"“{escape(anchor.quote)}”" for anchor in code.anchor_examples)
    name = f'<th scope="row">{escape(code.label)}<br><code>{escape(code.id)}</code></th>'
    return f"<tr>{name}<td>{escape(code.definition)}</td><td>{anchors}</td><td>{escape(code.rule)}</td></tr>"
