"""Rows of an import judged one by one, and what becomes of them all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from kit.problems import FieldError
from visitation.offers import fast_rows, rows, schemas, service
from visitation.offers.rules import Status
from visitation.offers.schemas import ImportedOffer, ImportReport
from visitation.offers.texts import MAX_LISTED

MAX_ERRORS = 1_000
MAX_ROW_ERRORS = 100
_OUTSIZED = 1_000
"""More keys or items than any row has; so many mistakes are not worked out one by one."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is right in itself.

    Attributes:
        index: Its place among the rows, from 0.
        number: What a person counts it as.
        id: The offer's id.
        status: The offer's final status.
        predecessors: What the offer came instead of; None where the row does not say.
        columns: The offer's content as the table holds it.
    """

    index: int
    number: int
    id: str
    status: Status
    predecessors: list[str] | None
    columns: dict[str, Any]


Fate = Literal["created", "revised", "unchanged"]


@dataclass(slots=True)
class Outcome:
    """What becomes of the rows, while they are gone through.

    Attributes:
        created: Rows that bring a new offer.
        revised: Rows that change one.
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
    errors: list[schemas.RowError] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    left_out: int = 0
    is_cut_off: bool = False

    def refuse(self, row: rows.Row | Ready, mistakes: Sequence[FieldError]) -> None:
        """Count a row out, with what is wrong with it."""
        self.refused += 1
        self.left_out += max(0, len(mistakes) - MAX_ROW_ERRORS)
        for mistake in mistakes[:MAX_ROW_ERRORS]:
            if len(self.errors) < MAX_ERRORS:
                self.pointers.append(f"/{row.index}{mistake.pointer}")
                self.errors.append(
                    schemas.RowError(
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

    def report(self, batch_id: str, outcome: str) -> ImportReport:
        """The report; refused as a whole, nothing counts as created or revised."""
        is_refused = outcome == "refused"
        return ImportReport.model_validate(
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


def judged(row: rows.Row) -> Ready | list[FieldError]:
    """A row as the compiled reader takes it, or, where that is not sure, as pydantic judges it."""
    if row.written is not None:
        fast = fast_rows.decode(row.written)
        if fast is not None:
            return Ready(row.index, row.number, *fast)
    row = rows.decoded(row)
    if row.mistake is not None:
        return [row.mistake]
    outsized = _outsized(row.value)
    if outsized is not None:
        return [outsized]
    try:
        offer = ImportedOffer.model_validate(row.value)
    except ValidationError as error:
        return service.field_errors(error)
    return Ready(row.index, row.number, offer.id, offer.status, offer.predecessors, offer.columns())


def _outsized(value: object) -> FieldError | None:
    if not isinstance(value, dict):
        return None
    if len(value) > _OUTSIZED:
        return FieldError("", "too_long", f"Rækken har flere end {_OUTSIZED} felter.")
    for name in ImportedOffer.model_fields:
        said = value.get(name)
        if isinstance(said, (list, dict)) and len(said) > _OUTSIZED:
            return FieldError(f"/{name}", "too_long", f"Højst {MAX_LISTED}.")
    return None
