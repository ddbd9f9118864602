"""How a referral changes, whatever holds it: the row of a table, or a plain object in an import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from kit import problems
from kit.local_time import local_date
from visitation.referrals.statuses import ACTS, ACTS_DA, LATEST, OPEN, STATUS_DA, Act, How, Status

HALF_OF_FULL_TIME_HOURS = 18.5
"""Half of a Danish full-time week of 37 hours."""

PINNED = (
    "offer_version",
    "offer_kind",
    "provider_id",
    "agreement_id",
    "target_group",
    "match_group",
    "birth_year",
    "business_oriented",
    "price_dkk",
    "hours_per_week",
    "duration_weeks",
    "planned_starts_on",
    "planned_ends_on",
)
"""What an order fixes: the offer, the citizen's group and the terms, as they were then."""

CONTENT = (
    "citizen_id",
    "offer_id",
    "cohort_id",
    "caseworker",
    "targets",
    "reason_code",
    "reason_text",
    "passed_over",
    "evidence",
    "business_oriented",
    "hours_per_week",
    "planned_starts_on",
    "planned_ends_on",
)
"""What the caseworker writes."""

ALIGNED_ON = ("offer_id", "targets", "hours_per_week", "planned_ends_on")
"""What the citizen acknowledged: when it changes, expectations are aligned anew."""


class ActNotPossible(problems.NotNow):
    """The referral's status does not allow the act."""

    code = "referral_act_not_possible"
    title = "Det kan ikke gøres med henvisningen nu"


class AlreadyOrdered(problems.NotNow):
    """The referral was ordered before."""

    code = "already_ordered"
    title = "Henvisningen er bestilt"


@dataclass(frozen=True, slots=True)
class CallOffState:
    """What a provider has registered of an order, as contracts tells it."""

    version: int
    status: Literal["received", "accepted", "declined", "started", "ended", "cancelled"]
    accepted_at: datetime | None
    declined_at: datetime | None
    decline_reason: str | None
    started_on: date | None
    ended_on: date | None
    end_reason: Literal["completed", "left", "not_started", "cancelled"] | None
    happened_at: datetime


class ReferralRules:
    """Who and when is kept, the status is derived; every change goes through a method here."""

    if TYPE_CHECKING:  # whatever holds the referral has them; the ORM reads annotations it can see
        municipality: Any
        id: Any
        version: Any
        citizen_id: Any
        offer_id: Any
        offer_version: Any
        cohort_id: Any
        provider_id: Any
        hours_per_week: Any
        targets: Any
        reason_text: Any
        planned_starts_on: Any
        planned_ends_on: Any
        call_off_version: Any
        created_at: Any
        created_by: Any
        updated_at: Any
        updated_by: Any
        aligned_at: Any
        aligned_by: Any
        align_how: Any
        alignment: Any
        asked_at: Any
        asked_by: Any
        approved_at: Any
        approved_by: Any
        ordered_at: Any
        ordered_by: Any
        accepted_at: Any
        declined_at: Any
        decline_reason: Any
        started_on: Any
        ended_on: Any
        completed_at: Any
        aborted_at: Any
        aborted_by: Any
        abort_reason: Any
        assessed_at: Any
        assessed_by: Any
        assessment: Any
        next_step: Any

    def begin(
        self, municipality: str, referral_id: str, said: Mapping[str, Any], *, by: str, at: datetime
    ) -> None:
        """Make it a draft that nobody is told of; its first version is not counted yet."""
        self.municipality, self.id = municipality, referral_id
        self.version = self.call_off_version = 0
        self.created_at = self.updated_at = at
        self.created_by = self.updated_by = by
        for name in (*PINNED, *MOMENTS, *REGISTERED):
            setattr(self, name, None)
        for name, it in said.items():
            setattr(self, name, it)

    @property
    def status(self) -> Status:
        """What the moments say: the latest that there is."""
        return next((status for name, status in LATEST if getattr(self, name) is not None), "draft")

    @property
    def is_told(self) -> bool:
        """Whether others know of it: nothing is told of what was never ordered."""
        return self.ordered_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it holds a seat."""
        return self.status in OPEN

    @property
    def period(self) -> tuple[date, date]:
        """The days in which an order takes the citizen's time, as far as is known."""
        begins_on = self.started_on or self.planned_starts_on or local_date(self.ordered_at)
        return begins_on, self.planned_ends_on or date.max

    @property
    def acts(self) -> tuple[Act, ...]:
        """What is possible next."""
        if self.status == "aborted" and self.started_on is None:
            return ()
        return ACTS[self.status]

    def revise(self, said: Mapping[str, Any]) -> bool:
        """Replace what the caseworker wrote; whether anything became different.

        A wish for approval is taken back with it, and what was acknowledged of other terms.

        Raises:
            ActNotPossible: When it is ordered already, or aborted.
        """
        self._allow("revise")
        changed = {name: it for name, it in said.items() if getattr(self, name) != it}
        for name, it in changed.items():
            setattr(self, name, it)
        if changed:
            self.asked_at = self.asked_by = None
        if any(name in changed for name in ALIGNED_ON):
            self.aligned_at = self.aligned_by = self.align_how = self.alignment = None
        return bool(changed)

    def align(
        self, how: How, alignment: dict[str, Any], *, acknowledged_at: datetime, by: str
    ) -> None:
        """Keep what the citizen has acknowledged, how and when."""
        self._allow("align")
        self.aligned_at, self.aligned_by = acknowledged_at, by
        self.align_how, self.alignment = how, alignment

    def ask(self, *, by: str, at: datetime) -> None:
        """Ask for approval before it is ordered."""
        self._allow("order")
        self.asked_at, self.asked_by = at, by

    def order(self, pinned: Mapping[str, Any], *, by: str, at: datetime) -> None:
        """Place the order, with the offer and the terms as they are now.

        Raises:
            AlreadyOrdered: When it was ordered before.
            ActNotPossible: When it was withdrawn.
        """
        self.allow_order("order" if self.asked_at is None else "approve")
        for name in PINNED:
            setattr(self, name, pinned[name])
        self.ordered_at, self.ordered_by = at, by

    def allow_order(self, act: Act) -> None:
        """See that it can be ordered, or approved.

        Raises:
            AlreadyOrdered: When it was ordered before.
            ActNotPossible: When it was withdrawn, or awaits approval by somebody else.
        """
        if self.ordered_at is not None:
            raise AlreadyOrdered(
                f"Henvisningen er {STATUS_DA[self.status]}; den bestilles ikke igen."
            )
        self._allow(act)

    def abort(self, reason: str, *, ended_on: date | None, by: str, at: datetime) -> None:
        """End it before time; before its start that withdraws it."""
        self._allow("abort")
        self.aborted_at, self.aborted_by, self.abort_reason = at, by, reason
        if self.started_on is not None:
            self.ended_on = ended_on

    def assess(
        self, assessment: list[dict[str, Any]], next_step: str, *, by: str, at: datetime
    ) -> None:
        """Keep what caseworker and citizen found: each goal reached or not, and what comes next."""
        self._allow("assess")
        self.assessed_at, self.assessed_by = at, by
        self.assessment, self.next_step = assessment, next_step

    def follow(self, told: CallOffState) -> bool:
        """Take over what the provider registered; whether it was newer than what is known.

        What the caseworker ended stays ended, and what is known is not taken away; only the dates
        of what happened are filled in.
        """
        if self.ordered_at is None or told.version <= self.call_off_version:
            return False
        self.call_off_version = told.version
        for name in ("accepted_at", "declined_at", "decline_reason", "started_on"):
            if getattr(told, name) is not None:
                setattr(self, name, getattr(told, name))
        if told.status == "accepted" or self.started_on is not None:
            # Who has begun was not declined, and holds a seat.
            self.declined_at = self.decline_reason = None
        if told.ended_on is not None and self.started_on is not None:
            self.ended_on = told.ended_on
        if told.status in ("ended", "cancelled") and not (self.aborted_by or self.assessed_at):
            self._end(told)
        return True

    def _end(self, told: CallOffState) -> None:
        if told.end_reason == "completed" and self.started_on is not None:
            self.completed_at = self.completed_at or told.happened_at
            self.aborted_at = self.abort_reason = None
        else:
            self.aborted_at = self.aborted_at or told.happened_at
            self.abort_reason = told.end_reason or "cancelled"
            self.completed_at = None

    def forget_words(self) -> None:
        """Keep codes and dates, and nothing that was written about the citizen."""
        self.reason_text = ""
        self.targets = [
            {**each, "goal": "", "words": each.get("words") and ""} for each in self.targets
        ]
        if self.alignment is not None:
            kept = ("complaint_guidance", "workplace_met_on")
            self.alignment = {name: self.alignment.get(name) for name in kept}
        if self.assessment is not None:
            self.assessment = [{**each, "note": ""} for each in self.assessment]

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def _allow(self, act: Act) -> None:
        if act not in self.acts:
            can = ", ".join(ACTS_DA[each] for each in self.acts) or "ikke ændres mere"
            raise ActNotPossible(f"Henvisningen er {STATUS_DA[self.status]}. Den kan: {can}.")


MOMENTS = (
    *("aligned_at", "aligned_by", "asked_at", "asked_by", "approved_at", "approved_by"),
    *("ordered_at", "ordered_by", "accepted_at", "declined_at", "started_on", "ended_on"),
    *("completed_at", "aborted_at", "aborted_by", "assessed_at", "assessed_by"),
)
REGISTERED = (
    "align_how",
    "alignment",
    "decline_reason",
    "abort_reason",
    "assessment",
    "next_step",
)


class LooseReferral(ReferralRules):
    """A referral outside the session: a bulk import spares the ORM's own bookkeeping."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self.__dict__.update(columns)


def is_full_time(hours_per_week: Any) -> bool:  # noqa: ANN401 - Decimal, or None when unknown
    """Whether two of these cannot be followed at once: each takes more than half of 37 hours."""
    return hours_per_week is not None and float(hours_per_week) > HALF_OF_FULL_TIME_HOURS


def do_overlap(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two periods have a day in common; both ends are included."""
    return first[0] <= second[1] and second[0] <= first[1]
