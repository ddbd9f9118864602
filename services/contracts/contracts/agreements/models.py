"""The tables of agreements, and the rules that guard their changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.agreements.requirements import Requirement
from contracts.record import Record
from kit import problems
from kit.local_time import written_date
from kit.problems import FieldError

Kind = Literal["own", "state", "internal"]
Status = Literal["draft", "active", "ended"]
Act = Literal["revise", "activate", "extend", "end"]

CONTENT = (
    "name",
    "provider_id",
    "kind",
    "starts_on",
    "ends_on",
    "options",
    "prices",
    "contacts",
    "requirements",
    "selection",
)
"""The columns that an agreement says of itself; a version keeps them."""

ACTS: dict[Status, tuple[Act, ...]] = {
    "draft": ("revise", "activate", "end"),
    "active": ("revise", "extend", "end"),
    "ended": (),
}
"""What is possible next, in each status."""

_FIXED = ("provider_id", "kind")
_STATUS_DA: dict[Status, str] = {
    "draft": "en kladde",
    "active": "i kraft",
    "ended": "ophørt",
}
_OWN_LIMITS = ("hours_per_week", "duration_weeks")


class ActNotPossible(problems.NotNow):
    """The agreement's status does not allow the act."""

    code = "agreement_act_not_possible"
    title = "Det kan ikke gøres med aftalen nu"


class AgreementIncomplete(problems.NotNow):
    """An agreement that is to be in force lacks what its kind must say."""

    code = "agreement_incomplete"
    title = "Aftalen mangler noget"


class AgreementFixed(problems.NotNow):
    """Who the agreement is with, and its kind, do not change once it is in force."""

    code = "agreement_fixed"
    title = "Kan ikke ændres på en aftale i kraft"


class OptionUnknown(problems.NotNow):
    """The agreement has no option to be extended until that day."""

    code = "agreement_option_unknown"
    title = "Aftalen kan ikke forlænges til den dag"


class Agreement(Record):
    """An agreement as it is now."""

    __tablename__ = "agreements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "provider_id"], ["providers.municipality", "providers.id"]
        ),
        Index(None, "municipality", "ends_on", "id"),
        Index(None, "municipality", "provider_id"),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    provider_id: Mapped[str]
    kind: Mapped[Kind] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    options: Mapped[list[str]] = mapped_column(JSONB)
    prices: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    contacts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    requirements: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    selection: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[str | None]
    extended_at: Mapped[datetime | None]
    extended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    @classmethod
    def draft(
        cls,
        municipality: str,
        agreement_id: str,
        content: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
    ) -> "Agreement":
        """A new agreement that is not in force; its first version is not counted yet."""
        return cls(
            municipality=municipality,
            id=agreement_id,
            version=0,
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            **content,
        )

    @property
    def status(self) -> Status:
        """What the moments say; whether its period has passed stands in ``ends_on``."""
        if self.ended_at is not None:
            return "ended"
        return "draft" if self.activated_at is None else "active"

    @property
    def lines(self) -> list[Requirement]:
        """Its requirements; they were validated on their way in."""
        return [Requirement.model_validate(each) for each in self.requirements]

    def is_in_force(self, day: date) -> bool:
        """Whether something can be ordered under it on a day."""
        return self.status == "active" and self.starts_on <= day <= self.ends_on

    def says(self, content: Mapping[str, Any]) -> bool:
        """Whether this is its content already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: Mapping[str, Any]) -> bool:
        """Replace the content; whether anything became different.

        Raises:
            ActNotPossible: When it has ended.
            AgreementFixed: When it is in force and would be with another, or of another kind.
            AgreementIncomplete: When it is in force and would lack what its kind must say.
        """
        if self.says(content):
            return False
        self._allow("revise")
        if self.status == "active":
            fixed = [name for name in _FIXED if getattr(self, name) != content[name]]
            if fixed:
                raise AgreementFixed(
                    "Lad den ophøre, og opret en ny.",
                    errors=[
                        FieldError(f"/{name}", "agreement_fixed", "Ligger fast.") for name in fixed
                    ],
                )
        for name, it in content.items():
            setattr(self, name, it)
        if self.status == "active":
            self._require_complete()
        return True

    def activate(self, *, by: str, at: datetime) -> None:
        """Put it in force.

        Raises:
            ActNotPossible: When it is no draft.
            AgreementIncomplete: When it lacks what its kind must say.
        """
        self._allow("activate")
        self._require_complete()
        self.activated_at, self.activated_by = at, by

    def extend(self, until: date, *, by: str, at: datetime) -> None:
        """Use one of its options, and with it those before.

        Raises:
            ActNotPossible: When it is not in force.
            OptionUnknown: When there is no option until that day.
        """
        self._allow("extend")
        if until.isoformat() not in self.options:
            days = [written_date(date.fromisoformat(each)) for each in self.options]
            known = f"Der er option på {' og '.join(days)}." if days else "Der er ingen option."
            raise OptionUnknown(
                f"{known} Brug en af dem, eller ret aftalen.",
                errors=[FieldError("/until", "agreement_option_unknown", "Ingen option til da.")],
            )
        self.ends_on = until
        self.options = [each for each in self.options if each > until.isoformat()]
        self.extended_at, self.extended_by = at, by

    def end(self, *, by: str, at: datetime) -> None:
        """Let it end; what has been ordered under it is honoured."""
        self._allow("end")
        self.ended_at, self.ended_by = at, by

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def missing(self) -> list[FieldError]:
        """What it lacks to be in force: a sub-agreement brings its own limits."""
        if self.kind != "state":
            return []
        kinds = {each["kind"] for each in self.requirements}
        lacking = [
            FieldError(
                "/requirements",
                f"{kind}_missing",
                "En delaftale under en statslig rammeaftale har sine egne grænser: tilføj et krav"
                f" af typen {kind}.",
            )
            for kind in _OWN_LIMITS
            if kind not in kinds
        ]
        if not self.selection:
            lacking.append(
                FieldError("/selection", "missing", "Skriv, hvordan leverandøren er udvalgt.")
            )
        return lacking

    def _require_complete(self) -> None:
        missing = self.missing()
        if missing:
            raise AgreementIncomplete(
                "Ret det, der mangler, før aftalen er i kraft; se errors.", errors=missing
            )

    def _allow(self, act: Act) -> None:
        if act not in ACTS[self.status]:
            raise ActNotPossible(f"Aftalen er {_STATUS_DA[self.status]}.")


class AgreementVersion(Record):
    """An agreement as it was."""

    __tablename__ = "agreement_versions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "agreement_id"], ["agreements.municipality", "agreements.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    agreement_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    status: Mapped[Status] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
