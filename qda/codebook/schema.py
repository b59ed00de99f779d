"""What a codebook file may say, as pydantic models; unknown keys are errors."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Patterns = dict[Language, list[Any]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnchorFile(_Strict):
    """An anchor example; `document` and `start` say where it stands."""

    quote: Annotated[str, Field(min_length=1)]
    document: str = ""
    start: int | None = None


class ExampleFile(_Strict):
    """A sentence in a language of its own."""

    text: Annotated[str, Field(min_length=1)]
    language: Language


class ExamplesFile(_Strict):
    """Sentences that the patterns must and must not match."""

    hit: list[str | ExampleFile] = []
    miss: list[str | ExampleFile] = []


class CodeFile(_Strict):
    """A category."""

    id: Id
    label: str = ""
    parent: str = ""
    definition: str = ""
    anchor_examples: list[str | AnchorFile] = []
    rule: str = ""
    implies: dict[str, list[str]] = {}
    patterns: Patterns = {}
    context: dict[Literal["heading", "question"], Patterns] = {}
    examples: ExamplesFile = ExamplesFile()


class AxisFile(_Strict):
    """A facet."""

    id: Id
    label: str = ""
    kind: Literal["single", "multi", "ordinal"] = "multi"
    inherit: list[Literal["heading", "question"]] = []
    negation: Literal["keep", "drop", "flip"] = "drop"
    residual: str = ""
    least: Annotated[float, Field(ge=0, le=1)] = 0.2
    codes: Annotated[list[CodeFile], Field(min_length=1)]


class MatrixFile(_Strict):
    """The default crossing."""

    rows: list[str] = []
    columns: str = "case"
    cell: str = ""
    least: Annotated[float, Field(ge=0, le=1)] = 0.0


class BookFile(_Strict):
    """A codebook."""

    codebook: Id
    title: str = ""
    version: str = "0.1"
    state: Literal["pilot", "revised", "final"] = "pilot"
    research_question: str = ""
    technique: str = ""
    selection_criterion: str = ""
    abstraction: str = ""
    languages: Annotated[list[Language], Field(min_length=1)] = ["en"]
    unit: Literal["turn", "paragraph", "sentence", "window"] = "sentence"
    context_unit: str = ""
    recording_unit: str = ""
    split: str = ""
    skip_roles: list[str] = []
    matrix: MatrixFile = MatrixFile()
    axes: Annotated[list[AxisFile], Field(min_length=1)]
