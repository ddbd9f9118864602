"""A call-off of before as a row of an import says it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, LiteralString

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.call_offs.models import DeclineReason, EndReason
from contracts.call_offs.schemas import Day, Target
from kit.bulk.cells import Kind
from kit.happening import Moment
from kit.texts import Amount, CodeText, Id, Whole


class ImportedCallOff(BaseModel):
    """One row of an import: an order as it was placed, and what became of it."""

    model_config = ConfigDict(extra="forbid")

    call_off_id: Id = Field(description="The referral's id")
    citizen_id: Id
    offer_id: Id
    offer_version: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    offer_kind: CodeText | None = None
    provider_id: Id
    agreement_id: Id | None = None
    cohort_id: Id | None = None
    target_group: CodeText | None = None
    match_group: CodeText | None = None
    business_oriented: bool = False
    price_dkk: Amount | None = None
    hours_per_week: Annotated[Decimal, Field(ge=0, le=168, decimal_places=1)] | None = None
    duration_weeks: Annotated[Whole, Field(ge=1, le=520)] | None = None
    targets: Annotated[list[Target], Field(max_length=3)] = []
    planned_starts_on: Day | None = None
    planned_ends_on: Day | None = None
    received_at: Moment
    aligned_at: Moment | None = None
    accepted_at: Moment | None = None
    declined_at: Moment | None = None
    decline_reason: DeclineReason | None = None
    started_on: Day | None = None
    ended_on: Day | None = None
    end_reason: EndReason | None = None
    cancelled_at: Moment | None = None

    @model_validator(mode="after")
    def _can_have_happened(self) -> "ImportedCallOff":
        for code, danish in _impossible(self):
            raise PydanticCustomError(code, "cannot have happened", {"danish": danish})
        return self


def _impossible(row: ImportedCallOff) -> Iterator[tuple[LiteralString, str]]:
    """What in a row cannot have happened as it stands."""
    if (row.declined_at is None) != (row.decline_reason is None):
        yield "decline_incomplete", "declined_at og decline_reason hører sammen."
    if row.declined_at and (row.accepted_at or row.started_on or row.ended_on):
        yield "declined_and_accepted", "Det, der er afvist, er ikke taget imod eller startet."
    if row.cancelled_at and (row.started_on or row.ended_on):
        yield "cancelled_and_started", "Det, der er startet, er slut og ikke afbestilt."
    if (row.end_reason == "cancelled") != (row.cancelled_at is not None):
        yield "cancel_incomplete", "cancelled_at og end_reason cancelled hører sammen."
    if (row.ended_on is None) != (row.end_reason in (None, "cancelled")):
        yield "end_incomplete", "ended_on og end_reason hører sammen."
    if row.ended_on and (row.end_reason == "not_started") != (row.started_on is None):
        yield "end_reason_not_possible", "not_started er det, der aldrig er startet."
    if row.started_on and row.ended_on and row.ended_on < row.started_on:
        yield "day_not_possible", "ended_on må ikke ligge før started_on."


CELLS: dict[str, Kind] = {
    **dict.fromkeys(ImportedCallOff.model_fields, "text"),
    "offer_version": "whole",
    "business_oriented": "boolean",
    "price_dkk": "decimal",
    "hours_per_week": "decimal",
    "duration_weeks": "whole",
    "planned_starts_on": "date",
    "planned_ends_on": "date",
    "started_on": "date",
    "ended_on": "date",
}
del CELLS["targets"]
CSV = f"With a header; the columns are {', '.join(CELLS)}: all but the targets"
REQUIRED = (
    "call_off_id",
    "citizen_id",
    "offer_id",
    "provider_id",
    "received_at",
)
