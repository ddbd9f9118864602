"""One row of an import: a referral's final state with the dates on which it came about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from kit.bulk import cells
from kit.bulk.rows import Row
from kit.happening import Moment
from kit.local_time import COPENHAGEN, local_date
from kit.problems import FieldError
from kit.texts import Amount, CodeText, Id, Ids, Prose
from visitation.code_lists.lookup import CodeLists
from visitation.offers.texts import Hours
from visitation.referrals import act_schemas, schemas
from visitation.referrals.statuses import How, Status
from visitation.referrals.written import MAX_TARGETS, Day

COLUMNS: Final = cells.table(
    {
        **dict.fromkeys(("id", "citizen_id", "offer_id", "cohort_id", "caseworker"), "text"),
        **dict.fromkeys(("status", "reason_code", "reason_text", "agreement_id"), "text"),
        **dict.fromkeys(("target_group", "match_group"), "text"),
        **dict.fromkeys(("themes", "goals", "passed_over"), "list"),
        **dict.fromkeys(("birth_year", "offer_version", "duration_weeks"), "whole"),
        **dict.fromkeys(("hours_per_week", "price_dkk"), "decimal"),
        "business_oriented": "boolean",
        **dict.fromkeys(("planned_starts_on", "planned_ends_on"), "date"),
        **dict.fromkeys(("started_on", "ended_on"), "date"),
        **dict.fromkeys(("ordered_at", "aligned_at", "align_how", "accepted_at"), "text"),
        **dict.fromkeys(("declined_at", "decline_reason", "completed_at", "aborted_at"), "text"),
        **dict.fromkeys(("abort_reason", "assessed_at", "next_step"), "text"),
        "results": "list",
    },
    required=("id", "citizen_id", "offer_id", "ordered_at"),
)
"""In a table the targets are themes, each with its goal and result in the lists beside it."""

_NOON: Final = time(12)
_CODES: Final = (
    ("reason_code", "referral_reasons"),
    ("abort_reason", "abort_reasons"),
    ("next_step", "next_steps"),
    ("target_group", "target_groups"),
    ("match_group", "match_groups"),
)
_MOMENTS: Final = (
    *("ordered_at", "aligned_at", "accepted_at", "declined_at"),
    *("completed_at", "aborted_at", "assessed_at"),
)


class ImportedTarget(schemas.Target):
    """A target as it was written then; its goal may not have been kept."""

    goal: Prose = ""


class ImportedReferral(BaseModel):
    """A referral that was ordered, with all that has happened to it since."""

    model_config = ConfigDict(extra="forbid")

    id: schemas.ReferralId
    citizen_id: Id
    offer_id: Id
    offer_version: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="The present one unless said"
    )
    cohort_id: Id | None = None
    caseworker: Id | None = None
    agreement_id: Id | None = None
    status: Status | None = Field(
        default=None, description="Follows from the dates; one that does not is refused"
    )
    target_group: CodeText | None = Field(default=None, description="The citizen's unless said")
    match_group: CodeText | None = None
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    business_oriented: bool | None = None
    price_dkk: Amount | None = Field(default=None, description="Of the whole course")
    hours_per_week: Hours | None = None
    duration_weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    targets: list[ImportedTarget] = Field(default=[], max_length=MAX_TARGETS)
    reason_code: CodeText | None = None
    reason_text: Prose = ""
    passed_over: Ids = []
    planned_starts_on: Day | None = None
    planned_ends_on: Day | None = None
    ordered_at: Moment
    aligned_at: Moment | None = None
    align_how: How | None = None
    accepted_at: Moment | None = None
    declined_at: Moment | None = None
    decline_reason: CodeText | None = None
    started_on: Day | None = None
    ended_on: Day | None = None
    completed_at: Moment | None = Field(
        default=None, description="The noon of ended_on when only the status says it"
    )
    aborted_at: Moment | None = Field(default=None, description="As completed_at")
    abort_reason: CodeText | None = None
    assessed_at: Moment | None = None
    assessment: list[act_schemas.Assessed] | None = Field(default=None, max_length=MAX_TARGETS)
    next_step: CodeText | None = None

    def moments(self) -> dict[str, datetime | None]:
        """When what happened; an end that only the status tells lies on its day."""
        found: dict[str, datetime | None] = {name: getattr(self, name) for name in _MOMENTS}
        ends = {"completed": "completed_at", "aborted": "aborted_at"}.get(self.status or "")
        if ends is not None and found[ends] is None and self.ended_on is not None:
            found[ends] = datetime.combine(self.ended_on, _NOON, COPENHAGEN)
        return {name: moment and moment.astimezone(UTC) for name, moment in found.items()}


def unfolded(row: Row) -> Row:
    """A row of a table with its targets and results as JSON has them."""
    if not isinstance(row.value, dict) or row.written is not None:
        return row
    said: dict[str, Any] = dict(row.value)
    themes, goals = said.pop("themes", None), said.pop("goals", [])
    results = said.pop("results", None)
    if themes is not None:
        goals = [*goals, *[""] * (len(themes) - len(goals))]
        said["targets"] = [
            {"kind": "theme", "theme": theme, "goal": goal}
            for theme, goal in zip(themes, goals, strict=False)
        ]
    if results is not None:
        said["assessment"] = [{"result": each} for each in results]
    return Row(row.index, row.number, said, is_end=row.is_end)


def mistakes_in(row: ImportedReferral, codes: CodeLists, *, at: datetime) -> Iterator[FieldError]:
    """What is wrong with a row in itself: dates that cannot be, codes that never were."""
    today = local_date(at)
    yield from _days(row, today=today, at=at)
    yield from _ends(row, row.moments())
    for name, listed in _CODES:
        code = getattr(row, name)
        if code is not None and code not in codes.lists.get(listed, {}):
            yield _wrong(name, "code_unknown", f"Brug en af: {codes.first_valid(listed, today)}.")
    for place, target in enumerate(row.targets):
        if target.theme is not None and target.theme not in codes.lists["themes"]:
            detail = f"Brug en af: {codes.first_valid('themes', today)}."
            yield _wrong(f"targets/{place}/theme", "code_unknown", detail)


def _days(row: ImportedReferral, *, today: date, at: datetime) -> Iterator[FieldError]:
    to_come = [name for name, moment in row.moments().items() if moment is not None and moment > at]
    to_come += [
        name for name in ("started_on", "ended_on") if (getattr(row, name) or today) > today
    ]
    for name in to_come:
        yield _wrong(name, "in_the_future", "Ligger i fremtiden.")
    if row.ended_on is not None and (row.started_on is None or row.ended_on < row.started_on):
        yield _wrong("ended_on", "period_invalid", "Kræver en start samme dag eller før.")
    starts_on, ends_on = row.planned_starts_on, row.planned_ends_on
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield _wrong("planned_ends_on", "period_invalid", "Ligger før planned_starts_on.")


def _ends(row: ImportedReferral, moments: dict[str, datetime | None]) -> Iterator[FieldError]:
    if moments["completed_at"] is not None and (row.started_on is None or row.ended_on is None):
        yield _wrong("completed_at", "missing", "Kræver started_on og ended_on.")
    has_ended = moments["completed_at"] is not None or moments["aborted_at"] is not None
    if row.ended_on is not None and not has_ended:
        yield _wrong("status", "status_mismatch", "Har ended_on: completed eller aborted.")
    if moments["completed_at"] is not None and moments["aborted_at"] is not None:
        yield _wrong("aborted_at", "ended_twice", "Er enten gennemført eller afbrudt.")
    if (moments["aborted_at"] is None) != (row.abort_reason is None):
        yield _wrong("abort_reason", "missing", "aborted_at og abort_reason hører sammen.")
    if row.started_on is not None and moments["declined_at"] is not None:
        yield _wrong("declined_at", "ended_twice", "Er enten afvist eller begyndt.")
    if moments["assessed_at"] is None:
        return
    if row.ended_on is None:
        yield _wrong("assessed_at", "missing", "Kræver et forløb med started_on og ended_on.")
    if row.next_step is None:
        yield _wrong("next_step", "missing", "Skal siges, når der er vurderet.")
    if row.assessment is not None and len(row.assessment) != len(row.targets):
        detail = f"Skal have {len(row.targets)}, ét for hvert mål."
        yield _wrong("assessment", "assessment_incomplete", detail)


def _wrong(name: str, code: str, detail: str) -> FieldError:
    return FieldError(f"/{name}", code, detail)
