"""Codebook file -> `Codebook`, every problem with its line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda import _shipped
from qda.codebook.book import Codebook
from qda.codebook.broken import broken_patterns, left_out, within
from qda.codebook.crossing import crossing, crossing_problems
from qda.codebook.linting import completeness
from qda.codebook.load import Loaded, Place, load_yaml
from qda.codebook.schema import AxisFile, BookFile, CodeFile
from qda.errors import CodebookError, FileNotThere, UnreadableFile, nearest
from qda.model import AnchorExample, Axis, Code, Example

if TYPE_CHECKING:
    from pydantic import BaseModel


def read_codebook(name: str | Path, *, lenient: bool = False) -> Codebook:
    """Read a codebook: the name of a shipped one, or the path of a file.

    Parameters
    ----------
    name
        ``"integration"``, or the path of a YAML file, or of a coding guide as a workbook (.xlsx, see `qda.codebook.read_sheet`).
    lenient
        Whether a pattern that cannot be read is left out and named in `Codebook.broken`; else it is an error.

    Raises
    ------
    FileNotThere
        Neither a file nor the name of a shipped codebook.
    UnreadableFile
        A folder, or a file that is no text.
    CodebookError
        The file does not say what a codebook must say; one line per problem, with file and line number.

    Examples
    --------
    >>> read_codebook("integration").axis("phase").code_ids
    ('development', 'implementation')
    """
    shipped = _shipped.codebooks()
    path = shipped.get(str(name), Path(name))
    if path.is_dir():
        raise UnreadableFile(path, "this is a folder", "name the codebook file in it")
    if path.suffix.lower() == ".xlsx":
        from qda.codebook.read_sheet import read_sheet

        return read_sheet(path).book
    if not path.is_file() and path.suffix in (".yaml", ".yml"):
        raise FileNotThere(path, "no such file")
    if not path.is_file():
        raise FileNotThere(path, "no such codebook", f"give the path of a file, or a shipped name; {nearest(str(name), shipped)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start} is not UTF-8", "save the codebook as UTF-8") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it") from None
    return parse_codebook(text, file=path.name if str(name) in shipped else str(path), lenient=lenient)


def parse_codebook(text: str, *, file: str = "codebook", lenient: bool = False) -> Codebook:
    """Make a codebook of the text of its file; `file` is its name in messages, `lenient` as for `read_codebook`.

    Raises
    ------
    CodebookError
        As `read_codebook`.
    """
    return _parsed(text, file, lenient)


@lru_cache(maxsize=8)
def _parsed(text: str, file: str, lenient: bool) -> Codebook:  # noqa: FBT001  a key of the cache
    """Parse a text once a process: reading YAML with its lines takes a second or two, and a codebook never changes."""
    loaded = load_yaml(text, file)
    raw = _validated(loaded)
    broken = broken_patterns(raw)
    unread = [loaded.problem(place, reason) for place, reason in broken.items()]
    problems = [*_problems(raw, loaded), *(() if lenient else unread)]
    if problems:
        raise CodebookError("\n".join(problems))
    book = replace(_book(raw, loaded, text, broken), broken=tuple(unread))
    errors = [str(finding) for finding in completeness(book) if finding.level == "error"]
    if errors:
        raise CodebookError("\n".join(errors))
    return book


def _validated(loaded: Loaded) -> BookFile:
    from pydantic import ValidationError

    try:
        return BookFile.model_validate(loaded.data)
    except ValidationError as error:
        lines = {loaded.problem(_place(e["loc"]), _say(e, loaded)): None for e in error.errors()}
        raise CodebookError("\n".join(lines)) from None


def _place(loc: tuple[int | str, ...]) -> list[int | str]:
    """Drop what pydantic adds to a place: the names of the members of a union."""
    return [step for step in loc if not (isinstance(step, str) and (step in ("str", "[key]") or step[:1].isupper()))]


def _say(error: Mapping[str, Any], loaded: Loaded) -> str:
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        depth = "axes" in error["loc"], "codes" in error["loc"]
        models: dict[tuple[bool, bool], type[BaseModel]] = {
            (False, False): BookFile,
            (True, False): AxisFile,
            (True, True): CodeFile,
        }
        model = models[depth]
        return f"unknown key; {nearest(name, model.model_fields)}"
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "string_type" and loaded.data:
        return f"{error['input']!r} is not text; put it in quotes"
    if error["type"] == "string_pattern_mismatch":
        return f"{error['input']!r} is not an id; an id holds a-z, 0-9 and _ and begins with a letter (a language has two or three letters)"
    return f"{str(error['msg']).replace('Input should', 'should')}; found {error['input']!r}"[:300]


def _problems(raw: BookFile, loaded: Loaded) -> Iterator[str]:
    """Yield what no schema can see: references that lead nowhere, ids that stand twice."""
    yield from _doubles([a.id for a in raw.axes], "axis", ["axes"], loaded)
    axes = {a.id: a for a in raw.axes}
    if raw.split and (raw.split not in axes or axes[raw.split].kind != "single"):
        singles = [a.id for a in raw.axes if a.kind == "single"]
        yield loaded.problem(["split"], f"{raw.split!r} is no axis of kind single; {nearest(raw.split, singles)}")
    yield from crossing_problems(raw, loaded)
    for i, axis in enumerate(raw.axes):
        yield from _axis_problems(axis, ["axes", i], axes, raw.languages, loaded)


def _doubles(ids: list[str], what: str, where: list[str | int], loaded: Loaded) -> Iterator[str]:
    counts = Counter(ids)
    for i, name in enumerate(ids):
        if counts[name] > 1 and name in ids[:i]:
            first = loaded.line([*where, ids.index(name), "id"])
            yield loaded.problem([*where, i, "id"], f"{what} {name!r} stands twice (first in line {first}); ids are unique")


def _axis_problems(
    axis: AxisFile, where: list[str | int], axes: Mapping[str, AxisFile], languages: list[str], loaded: Loaded
) -> Iterator[str]:
    ids = [c.id for c in axis.codes]
    yield from _doubles(ids, "code", [*where, "codes"], loaded)
    if axis.residual and axis.residual not in ids:
        yield loaded.problem(
            [*where, "residual"], f"no code {axis.residual!r} on axis {axis.id!r}; {nearest(axis.residual, ids)}"
        )
    if axis.negation == "flip" and len(ids) != 2:
        yield loaded.problem([*where, "negation"], f"flip needs an axis of two codes; {axis.id!r} has {len(ids)}")
    for j, code in enumerate(axis.codes):
        here = [*where, "codes", j]
        if code.parent and code.parent not in ids:
            yield loaded.problem([*here, "parent"], f"no code {code.parent!r} on axis {axis.id!r}; {nearest(code.parent, ids)}")
        for other, implied in code.implies.items():
            known = [c.id for c in axes[other].codes] if other in axes else []
            for name in implied:
                if name not in known:
                    yield loaded.problem(
                        [*here, "implies", other], f"no code {name!r} on an axis {other!r}; {nearest(name, known)}"
                    )
        yield from _language_problems(code, here, languages, loaded)


def _language_problems(code: CodeFile, where: list[str | int], languages: list[str], loaded: Loaded) -> Iterator[str]:
    lists: list[tuple[list[str | int], dict[str, list[Any]]]] = [([*where, "patterns"], code.patterns)]
    lists += [([*where, "context", source], found) for source, found in code.context.items()]
    for place, by_language in lists:
        for language in by_language:
            if language not in languages:
                yield loaded.problem(
                    [*place, language], f"{language!r} is no language of this codebook; {nearest(language, languages)}"
                )


def _book(raw: BookFile, loaded: Loaded, text: str, broken: Mapping[Place, str]) -> Codebook:
    axes = tuple(
        Axis(
            id=axis.id,
            label=axis.label or axis.id,
            kind=axis.kind,
            inherit=tuple(axis.inherit),
            negation=axis.negation,
            residual=axis.residual,
            least=axis.least,
            codes=tuple(
                _code(
                    code, axis.id, raw.languages[0], loaded.line(["axes", i, "codes", j]), within(("axes", i, "codes", j), broken)
                )
                for j, code in enumerate(axis.codes)
            ),
        )
        for i, axis in enumerate(raw.axes)
    )
    return Codebook(
        id=raw.codebook,
        title=raw.title or raw.codebook,
        version=raw.version,
        state=raw.state,
        research_question=raw.research_question,
        technique=raw.technique,
        selection_criterion=raw.selection_criterion,
        abstraction=raw.abstraction,
        languages=tuple(raw.languages),
        unit=raw.unit,
        context_unit=raw.context_unit,
        recording_unit=raw.recording_unit,
        axes=axes,
        matrix=crossing(raw).model_dump(),
        split=raw.split,
        skip_roles=tuple(raw.skip_roles),
        data=loaded.data,
        text=text,
        file=loaded.file,
    )


def _code(raw: CodeFile, axis: str, language: str, line: int, broken: Mapping[Place, str]) -> Code:
    examples = tuple(
        Example(text=e, hit=hit, language=language) if isinstance(e, str) else Example(text=e.text, hit=hit, language=e.language)
        for hit, sentences in ((True, raw.examples.hit), (False, raw.examples.miss))
        for e in sentences
    )
    anchors = tuple(
        AnchorExample(quote=a) if isinstance(a, str) else AnchorExample(quote=a.quote, document=a.document, start=a.start)
        for a in raw.anchor_examples
    )
    return Code(
        id=raw.id,
        axis=axis,
        parent=raw.parent,
        label=raw.label or raw.id,
        definition=raw.definition.strip(),
        anchor_examples=anchors,
        rule=raw.rule.strip(),
        patterns={lang: left_out(found, ("patterns", lang), broken) for lang, found in raw.patterns.items()},
        context={
            source: {lang: left_out(found, ("context", source, lang), broken) for lang, found in by.items()}
            for source, by in raw.context.items()
        },
        examples=examples,
        implies={other: tuple(found) for other, found in raw.implies.items()},
        line=line,
    )
