"""Rows of an import judged one by one, and what becomes of them all."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, Field, ValidationError

from kit import problems, wording
from kit.bulk import rows
from kit.bulk.rows import Row
from kit.bulk.uploads import Options
from kit.problems import FieldError

MAX_ERRORS = 1_000
MAX_ROW_ERRORS = 100
_OUTSIZED = 1_000
"""More keys or items than any row has; so many mistakes are not worked out one by one."""
_AT_A_TIME = 200
"""Rows judged before other requests get their turn."""

Fate = Literal["created", "revised", "unchanged"]
Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")
Ready = TypeVar("Ready", bound="Placed")
Key = TypeVar("Key", bound=Hashable)

Progress = Callable[[int], Awaitable[None]]
"""Told now and then how many rows have been gone through."""


class ImportEmpty(problems.Malformed):
    """There is no row in the batch."""

    code = "import_empty"
    title = "Ingen rækker"


class ImportRefused(problems.Malformed):
    """Rows have mistakes, and the sender wants all or nothing."""

    code = "import_refused"
    title = "Intet er indlæst"


class ImportInProgress(problems.NotNow):
    """Another batch of the municipality is being taken right now."""

    code = "import_in_progress"
    title = "En anden indlæsning er i gang"


class BatchIdReused(problems.NotNow):
    """The batch id was used for other content."""

    code = "batch_id_reused"
    title = "batch_id er brugt til noget andet"


class RowError(BaseModel):
    """A mistake in one row.

    Rows of NDJSON and JSON are counted from 1. In a table it is the row that a spreadsheet shows:
    the header is row 1, empty rows count.
    """

    row: int
    pointer: str = Field(examples=["/price/amount"])
    code: str
    detail: str


class Report(BaseModel):
    """What became of a batch."""

    batch_id: str
    outcome: Literal["taken", "validated", "refused", "repeated"]
    rows: int
    created: int
    revised: int
    unchanged: int
    refused: int
    errors: list[RowError]
    errors_left_out: int = Field(description="Mistakes beyond those listed")


class Placed(Protocol):
    """Whatever knows which row it came from."""

    @property
    def index(self) -> int:
        """Its place among the rows, from 0."""

    @property
    def number(self) -> int:
        """What a person counts it as."""


@dataclass(frozen=True, slots=True)
class Good(Generic[Value]):
    """A row that is right in itself.

    Attributes:
        index: Its place among the rows, from 0.
        number: What a person counts it as.
        value: What it says.
    """

    index: int
    number: int
    value: Value


@dataclass(slots=True)
class Outcome:
    """What becomes of the rows, while they are gone through.

    Attributes:
        created: Rows that bring something new.
        revised: Rows that change something.
        unchanged: Rows that say what is there.
        refused: Rows with a mistake.
        errors: What is wrong, with the rows' own pointers.
        pointers: The pointers of the errors into the batch.
        left_out: Mistakes beyond those listed.
        is_cut_off: Whether the batch cannot be read to its end.
    """

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    left_out: int = 0
    is_cut_off: bool = False

    def refuse(self, row: Placed, mistakes: Sequence[FieldError]) -> None:
        """Count a row out, with what is wrong with it."""
        self.refused += 1
        self.left_out += max(0, len(mistakes) - MAX_ROW_ERRORS)
        for mistake in mistakes[:MAX_ROW_ERRORS]:
            if len(self.errors) < MAX_ERRORS:
                self.pointers.append(f"/{row.index}{mistake.pointer}")
                self.errors.append(
                    RowError(
                        row=row.number,
                        pointer=mistake.pointer,
                        code=mistake.code,
                        detail=mistake.detail,
                    )
                )
            else:
                self.left_out += 1

    def count(self, fate: Fate) -> None:
        """Count a row in."""
        setattr(self, fate, getattr(self, fate) + 1)

    def report(self, batch_id: str, outcome: str) -> Report:
        """The report; refused as a whole, nothing counts as created or revised."""
        is_refused = outcome == "refused"
        return Report.model_validate(
            {
                "batch_id": batch_id,
                "outcome": outcome,
                "rows": self.created + self.revised + self.unchanged + self.refused,
                "created": 0 if is_refused else self.created,
                "revised": 0 if is_refused else self.revised,
                "unchanged": 0 if is_refused else self.unchanged,
                "refused": self.refused,
                "errors": self.errors,
                "errors_left_out": self.left_out,
            }
        )


async def judge_all(
    batch: Iterable[Row],
    outcome: Outcome,
    *,
    judge: Callable[[Row], Ready | list[FieldError]],
    key: Callable[[Ready], Key],
    pointer: str = "/id",
    progress: Progress | None = None,
) -> dict[Key, Ready]:
    """The rows that are right in themselves, by what they are about; the others are refused.

    Args:
        batch: The rows, as ``rows.read`` gives them.
        outcome: Told of each row that is refused.
        judge: Says what a row holds, or what is wrong with it; ``good(Model)`` makes one.
        key: What a row is about: two rows of a batch about the same are a mistake.
        pointer: Where that stands in a row.
        progress: Told how far it is.

    Raises:
        ImportEmpty: Without any row.
    """
    ready: dict[Key, Ready] = {}
    seen: dict[Key, int] = {}
    count = 0
    for count, row in enumerate(batch, 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
            if progress is not None:
                await progress(count)
        outcome.is_cut_off = outcome.is_cut_off or row.is_end
        judgement = judge(row)
        if isinstance(judgement, list):
            outcome.refuse(row, judgement)
            continue
        about = key(judgement)
        first = seen.setdefault(about, row.number)
        if first != row.number:
            detail = f"Det samme står også i række {first}. Lad det stå én gang."
            outcome.refuse(row, [FieldError(pointer, "repeated_id", detail)])
        else:
            ready[about] = judgement
    if count == 0:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    return ready


def good(model: type[Model]) -> Callable[[Row], Good[Model] | list[FieldError]]:
    """A judge for ``judge_all``: rows as the model takes them."""

    def judge(row: Row) -> Good[Model] | list[FieldError]:
        judgement = judged(row, model)
        if isinstance(judgement, list):
            return judgement
        return Good(row.index, row.number, judgement)

    return judge


def judged(row: Row, model: type[Model]) -> Model | list[FieldError]:
    """A row as the model takes it, or all that is wrong with it."""
    row = rows.decoded(row)
    if row.mistake is not None:
        return [row.mistake]
    outsized = _outsized(row.value, model)
    if outsized is not None:
        return [outsized]
    try:
        return model.model_validate(row.value)
    except ValidationError as error:
        return field_errors(error)


def field_errors(error: ValidationError) -> list[FieldError]:
    """The mistakes that pydantic found, in Danish; what was sent in is never part of them."""
    return [
        FieldError(
            wording.pointer(("body", *mistake["loc"])),
            mistake["type"],
            wording.in_danish(mistake["type"], mistake.get("ctx") or {}),
        )
        for mistake in error.errors(include_url=False, include_input=False)
    ]


def settle(outcome: Outcome, options: Options, batch_id: str) -> Report:
    """The report on a batch whose rows have all been gone through; it is to be kept if ``taken``.

    Raises:
        ImportRefused: When a row has a mistake and rows are not to be skipped, or when the batch
            cannot be read to its end.
    """
    if options.validate_only:
        return outcome.report(batch_id, "validated")
    if not outcome.refused or (options.skip_rows and not outcome.is_cut_off):
        return outcome.report(batch_id, "taken")
    report = outcome.report(batch_id, "refused")
    remedy = (
        "Filen kan ikke læses til ende. Send den hel."
        if outcome.is_cut_off
        else "Med on_error=skip_rows indlæses de andre."
    )
    raise ImportRefused(
        f"{report.refused} af {report.rows} rækker skal rettes; se report. {remedy}",
        errors=[
            FieldError(pointer, error.code, error.detail)
            for pointer, error in zip(outcome.pointers, report.errors, strict=True)
        ],
        extra={"report": report.model_dump(mode="json")},
    )


def _outsized(value: object, model: type[BaseModel]) -> FieldError | None:
    if not isinstance(value, dict):
        return None
    if len(value) > _OUTSIZED:
        return FieldError("", "too_long", f"Rækken har flere end {_OUTSIZED} felter.")
    for name, its_field in model.model_fields.items():
        said: Any = value.get(name)
        if isinstance(said, (list, dict)) and len(said) > _OUTSIZED:
            limits = [each.max_length for each in its_field.metadata if hasattr(each, "max_length")]
            most = min([_OUTSIZED, *limits])
            return FieldError(f"/{name}", "too_long", f"Højst {most}.")
    return None
