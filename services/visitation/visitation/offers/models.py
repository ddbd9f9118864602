"""The tables of offers, and the rules that guard how an offer changes."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit import problems
from kit.problems import FieldError
from visitation.collation import danish_sort_key
from visitation.record import Record

Status = Literal["draft", "published", "paused", "closed"]
Act = Literal["revise", "publish", "pause", "resume", "close"]

ACTS: dict[Status, tuple[Act, ...]] = {
    "draft": ("revise", "publish", "close"),
    "published": ("revise", "pause", "close"),
    "paused": ("revise", "resume", "close"),
    "closed": (),
}
"""What is possible next, in each status."""

STATUS_DA: dict[Status, str] = {
    "draft": "en kladde",
    "published": "udgivet",
    "paused": "på pause",
    "closed": "lukket",
}

REQUIRED = (
    ("provider_id", "/provider_id"),
    ("provider_name", "/provider_name"),
    ("kind", "/kind"),
    ("description", "/description"),
    ("target_groups", "/target_groups"),
    ("hours_per_week", "/hours_per_week"),
    ("duration_weeks", "/duration_weeks"),
    ("price_dkk", "/price"),
    ("intake", "/intake"),
)
"""What a caseworker must be told of an offer before it can be chosen: column and pointer."""

CONTENT = (
    "name",
    "provider_id",
    "provider_name",
    "agreement_id",
    "kind",
    "content_elements",
    "description",
    "target_groups",
    "match_groups",
    "themes",
    "hours_per_week",
    "duration_weeks",
    "price_dkk",
    "price_per",
    "address",
    "postal_code",
    "city",
    "p_number",
    "accessible",
    "accessibility_note",
    "intake",
    "capacity",
    "prerequisites",
    "languages",
)
"""The columns that a version keeps."""


class ActNotPossible(problems.NotNow):
    """The offer's status does not allow the act."""

    code = "offer_act_not_possible"
    title = "Det kan ikke gøres med tilbuddet nu"


class OfferIncomplete(problems.NotNow):
    """An offer that can be chosen must say what a caseworker needs to know."""

    code = "offer_incomplete"
    title = "Tilbuddet mangler oplysninger"


def _moment() -> Mapped[datetime | None]:
    return mapped_column(DateTime(timezone=True))


def _text() -> Mapped[str | None]:
    return mapped_column(Text)


def _texts() -> Mapped[list[str]]:
    return mapped_column(ARRAY(Text))


class Offer(Record):
    """An offer as it is now; who and when is kept, its status is derived."""

    __tablename__ = "offers"
    __table_args__ = (Index(None, "municipality", "name_key", "id"),)

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    provider_id: Mapped[str | None] = _text()
    provider_name: Mapped[str | None] = _text()
    agreement_id: Mapped[str | None] = _text()
    kind: Mapped[str | None] = _text()
    content_elements: Mapped[list[str]] = _texts()
    description: Mapped[str] = mapped_column(Text)
    target_groups: Mapped[list[str]] = _texts()
    match_groups: Mapped[list[str]] = _texts()
    themes: Mapped[list[str]] = _texts()
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    duration_weeks: Mapped[int | None]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    price_per: Mapped[str | None] = _text()
    address: Mapped[str | None] = _text()
    postal_code: Mapped[str | None] = _text()
    city: Mapped[str | None] = _text()
    p_number: Mapped[str | None] = _text()
    accessible: Mapped[bool | None]
    accessibility_note: Mapped[str] = mapped_column(Text)
    intake: Mapped[str | None] = _text()
    capacity: Mapped[int | None]
    prerequisites: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = _texts()
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = _moment()
    published_by: Mapped[str | None] = _text()
    paused_at: Mapped[datetime | None] = _moment()
    paused_by: Mapped[str | None] = _text()
    resumed_at: Mapped[datetime | None] = _moment()
    resumed_by: Mapped[str | None] = _text()
    closed_at: Mapped[datetime | None] = _moment()
    closed_by: Mapped[str | None] = _text()

    @classmethod
    def draft(
        cls, municipality: str, offer_id: str, content: dict[str, Any], *, by: str, at: datetime
    ) -> "Offer":
        """A new offer that nobody can be referred to yet; its first version is not counted yet."""
        return cls(
            municipality=municipality,
            id=offer_id,
            version=0,
            name_key=danish_sort_key(content["name"]),
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            **content,
        )

    @property
    def status(self) -> Status:
        """What the moments say."""
        if self.closed_at is not None:
            return "closed"
        if self.published_at is None:
            return "draft"
        # A pause clears when the one before it ended.
        return "paused" if self.paused_at is not None and self.resumed_at is None else "published"

    def says(self, content: dict[str, Any]) -> bool:
        """Whether this is its content already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: dict[str, Any]) -> bool:
        """Replace the content; whether anything became different.

        Raises:
            ActNotPossible: When the offer is closed.
            OfferIncomplete: When it can be chosen already and would lack something.
        """
        self._allow("revise")
        changed = {name: it for name, it in content.items() if getattr(self, name) != it}
        if not changed:
            return False
        for name, it in changed.items():
            setattr(self, name, it)
        self.name_key = danish_sort_key(self.name)
        if self.status != "draft":
            self._require_complete()
        return True

    def publish(self, *, by: str, at: datetime) -> None:
        """Let it be chosen.

        Raises:
            ActNotPossible: When it is no draft.
            OfferIncomplete: When it lacks something, each thing pointed at.
        """
        self._allow("publish")
        self._require_complete()
        self.published_at, self.published_by = at, by

    def pause(self, *, by: str, at: datetime) -> None:
        """Take it out of the range for a while."""
        self._allow("pause")
        self.paused_at, self.paused_by = at, by
        self.resumed_at = self.resumed_by = None

    def resume(self, *, by: str, at: datetime) -> None:
        """Let it be chosen again after a pause."""
        self._allow("resume")
        self.resumed_at, self.resumed_by = at, by

    def close(self, *, by: str, at: datetime) -> None:
        """Take it out of the range for good; what it was stays."""
        self._allow("close")
        self.closed_at, self.closed_by = at, by

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def missing(self) -> list[FieldError]:
        """What it lacks to be chosen."""
        return [
            FieldError(pointer, "missing", "Skal udfyldes, før tilbuddet kan udgives.")
            for column, pointer in REQUIRED
            if getattr(self, column) in (None, "", [])
        ]

    def _require_complete(self) -> None:
        missing = self.missing()
        if missing:
            raise OfferIncomplete(
                f"Udfyld {len(missing)} {'felt' if len(missing) == 1 else 'felter'}; se errors.",
                errors=missing,
            )

    def _allow(self, act: Act) -> None:
        possible = ACTS[self.status]
        if act not in possible:
            can = f"Det kan: {', '.join(possible)}." if possible else "Det kan ikke ændres mere."
            raise ActNotPossible(f"Tilbuddet er {STATUS_DA[self.status]}. {can}")


class OfferVersion(Record):
    """An offer as it was; a referral points at the version it was made under."""

    __tablename__ = "offer_versions"
    __table_args__ = (
        ForeignKeyConstraint(["municipality", "offer_id"], ["offers.municipality", "offers.id"]),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)


class OfferBatch(Record):
    """A batch of offers that was taken, so that sending it again changes nothing."""

    __tablename__ = "offer_batches"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    content_hash: Mapped[bytes] = mapped_column(BYTEA)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    taken_by: Mapped[str] = mapped_column(Text)
