"""The table of inspections, and the rules that guard their changes."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit import problems
from kit.local_time import local_date, written_date
from kit.problems import FieldError

Status = Literal["draft", "heard", "published", "expired", "withdrawn"]
Act = Literal["revise", "hear", "comment", "publish", "withdraw"]

CONTENT = (
    "offer_id",
    "provider_id",
    "agreement_id",
    "inspected_on",
    "announced",
    "present_count",
    "protocol_count",
    "checklist",
    "premises",
    "findings",
    "smiley",
    "criteria_version",
    "expires_on",
)
"""The columns that an inspection says of itself."""

ACTS: dict[Status, tuple[Act, ...]] = {
    "draft": ("revise", "hear", "publish"),
    "heard": ("revise", "comment", "publish"),
    "published": ("comment", "withdraw"),
    "expired": ("withdraw",),
    "withdrawn": (),
}
"""What is possible next, in each status."""

RIGHTS: dict[Act, str] = {
    "revise": "inspections.write",
    "hear": "inspections.write",
    "comment": "inspections.comment",
    "publish": "inspections.publish",
    "withdraw": "inspections.publish",
}
"""The right that each act wants."""

STATUS_DA: dict[Status, str] = {
    "draft": "en kladde",
    "heard": "i høring hos leverandøren",
    "published": "offentliggjort",
    "expired": "udløbet",
    "withdrawn": "trukket tilbage",
}

HEARING_DAYS = 14
_VALID_MONTHS = 12
_REQUIRED = ("smiley", "criteria_version", "present_count")


class ActNotPossible(problems.NotNow):
    """The inspection's status does not allow the act."""

    code = "inspection_act_not_possible"
    title = "Det kan ikke gøres med tilsynet nu"


class InspectionIncomplete(problems.NotNow):
    """A smiley that everybody may see must say by which criteria it was given."""

    code = "inspection_incomplete"
    title = "Tilsynet mangler oplysninger"


class HearingUnderWay(problems.NotNow):
    """The provider who was asked to comment still has time to."""

    code = "hearing_under_way"
    title = "Høringen er i gang"


class AnswerByPassed(problems.Malformed):
    """Nobody can answer until a day that has gone: the provider would not have been heard."""

    code = "answer_by_passed"
    title = "Svarfristen er udløbet"


class NotInspectedYet(problems.NotNow):
    """The day of the visit lies ahead."""

    code = "not_inspected_yet"
    title = "Tilsynet er ikke gennemført"


def a_year_after(day: date) -> date:
    """The day on which a smiley expires unless somebody says otherwise."""
    months = day.month - 1 + _VALID_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class Inspection(Record):
    """One visit to one offer."""

    __tablename__ = "inspections"
    __table_args__ = (
        Index(None, "municipality", "inspected_on", "id"),
        Index(None, "municipality", "offer_id", "inspected_on"),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    offer_id: Mapped[str]
    provider_id: Mapped[str]
    agreement_id: Mapped[str | None]
    inspected_on: Mapped[date]
    announced: Mapped[bool]
    present_count: Mapped[int | None]
    protocol_count: Mapped[int | None]
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    premises: Mapped[str]
    findings: Mapped[str]
    smiley: Mapped[int | None]
    criteria_version: Mapped[str | None]
    expires_on: Mapped[date]
    provider_comment: Mapped[str]
    provider_answers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[str | None]
    answer_by: Mapped[date | None]
    commented_at: Mapped[datetime | None]
    commented_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str]

    @classmethod
    def draft(
        cls,
        municipality: str,
        inspection_id: str,
        content: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
    ) -> "Inspection":
        """A visit that only the municipality knows of; its first version is not counted yet."""
        return cls(
            municipality=municipality,
            id=inspection_id,
            version=0,
            provider_comment="",
            provider_answers=[],
            withdrawn_reason="",
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            **content,
        )

    def status(self, today: date) -> Status:
        """What the moments say, on a day."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.published_at is not None:
            return "published" if today <= self.expires_on else "expired"
        return "draft" if self.heard_at is None else "heard"

    def says(self, content: Mapping[str, Any]) -> bool:
        """Whether this is its content already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: Mapping[str, Any], *, today: date) -> bool:
        """Replace the content; whether anything became different.

        Raises:
            ActNotPossible: When it has been published.
        """
        if self.says(content):
            return False
        self._allow("revise", today)
        for name, it in content.items():
            setattr(self, name, it)
        return True

    def hear(self, answer_by: date | None, *, by: str, at: datetime, today: date) -> None:
        """Show it to the provider, who may answer before it is final.

        Raises:
            ActNotPossible: When it is no draft.
            NotInspectedYet: When the visit lies ahead.
            AnswerByPassed: When the last day to answer has gone before it is shown.
        """
        self._allow("hear", today)
        self._require_done(today)
        shown_on = local_date(at)
        if answer_by is not None and answer_by < shown_on:
            raise AnswerByPassed(
                f"Ret svarfristen: tidligst {written_date(shown_on)}.",
                errors=[FieldError("/answer_by", "answer_by_passed", "Ligger før høringen.")],
            )
        self.heard_at, self.heard_by = at, by
        self.answer_by = answer_by or shown_on + timedelta(days=HEARING_DAYS)

    def comment(
        self, comment: str, answers: list[dict[str, Any]], *, by: str, at: datetime, today: date
    ) -> None:
        """Put the provider's words beside the inspector's.

        Raises:
            ActNotPossible: When the provider has not been asked, or it is over.
        """
        self._allow("comment", today)
        self.provider_comment, self.provider_answers = comment, answers
        self.commented_at, self.commented_by = at, by

    def publish(self, *, by: str, at: datetime, today: date) -> None:
        """Let everybody know the smiley.

        Raises:
            ActNotPossible: When it has been published.
            NotInspectedYet: When the visit lies ahead.
            HearingUnderWay: While the provider who was asked has neither answered nor run late.
            InspectionIncomplete: When it lacks something, each thing pointed at.
        """
        self._allow("publish", today)
        self._require_done(today)
        if self.answer_by and self.commented_at is None and today <= self.answer_by:
            raise HearingUnderWay(
                f"Leverandøren kan svare til og med {self.answer_by:%d.%m.%Y}. Vent på svaret."
            )
        missing = [
            FieldError(f"/{name}", "missing", "Skal udfyldes, før smileyen offentliggøres.")
            for name in _REQUIRED
            if getattr(self, name) is None
        ]
        missing += [
            FieldError(f"/checklist/{place}/met", "missing", "Er der ikke set på endnu.")
            for place, item in enumerate(self.checklist)
            if item["met"] is None
        ]
        if missing:
            raise InspectionIncomplete("Udfyld det, der mangler; se errors.", errors=missing)
        self.published_at, self.published_by = at, by

    def withdraw(self, reason: str, *, by: str, at: datetime, today: date) -> None:
        """Take the smiley back, visibly.

        Raises:
            ActNotPossible: When it was never published, or is withdrawn already.
        """
        self._allow("withdraw", today)
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_reason = at, by, reason

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def _require_done(self, today: date) -> None:
        if self.inspected_on > today:
            raise NotInspectedYet("Vent, til besøget har været, eller ret datoen.")

    def _allow(self, act: Act, today: date) -> None:
        status = self.status(today)
        if act not in ACTS[status]:
            raise ActNotPossible(f"Tilsynet er {STATUS_DA[status]}.")
