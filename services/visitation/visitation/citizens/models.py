"""The table of citizens, and the rules that guard its changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Date, DateTime, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from kit import problems
from kit.bulk.batches import BatchColumns
from kit.collation import danish_sort_key
from kit.folding import folded_words
from visitation.citizens.keys import Sealed
from visitation.record import Record

Status = Literal["registered", "erased"]
Act = Literal["revise", "show_number", "merge", "erase"]

ACTS: dict[Status, tuple[Act, ...]] = {
    "registered": ("revise", "show_number", "merge", "erase"),
    "erased": (),
}
"""What is possible next, in each status."""

RIGHTS: dict[Act, str] = {
    "revise": "citizens.write",
    "show_number": "citizens.write",
    "merge": "citizens.merge",
    "erase": "citizens.erase",
}
"""The right that each act wants."""

CONTENT = (
    "name",
    "target_group",
    "match_group",
    "on_support_since",
    "coordinator",
    "team",
    "phone",
    "email",
    "address_protected",
)
"""The columns that are said of a citizen."""

BIRTH = ("born_on", "birth_year")
"""What the number says, of whoever has one."""

_NOTHING: dict[str, Any] = {
    **dict.fromkeys((*CONTENT, *BIRTH)),
    "name": "",
    "address_protected": False,
}

MAX_NAME_KEY = 150

PUBLISHED = frozenset({"birth_year", "target_group", "match_group", "on_support_since"})
"""The columns that others are told of when they change."""


class AlreadyErased(problems.NotNow):
    """All that was known of the citizen is gone."""

    code = "citizen_erased"
    title = "Borgeren er slettet"


class Citizen(Record):
    """Somebody that the jobcenter works with; a tombstone once erased, an alias once merged."""

    __tablename__ = "citizens"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "merged_into"], ["citizens.municipality", "citizens.id"]
        ),
        Index(
            "ix_citizens_municipality_name_key_id",
            "municipality",
            "name_key",
            "id",
            postgresql_where=text("merged_into IS NULL AND erased_at IS NULL"),
        ),
        Index(
            "ix_citizens_municipality_merged_into",
            "municipality",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    cpr_key: Mapped[str | None] = mapped_column(Text)
    cpr_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    search_words: Mapped[str] = mapped_column(Text(collation="C"))
    born_on: Mapped[date | None] = mapped_column(Date)
    birth_year: Mapped[int | None]
    target_group: Mapped[str | None] = mapped_column(Text)
    match_group: Mapped[str | None] = mapped_column(Text)
    on_support_since: Mapped[date | None] = mapped_column(Date)
    coordinator: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    address_protected: Mapped[bool]
    registered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    registered_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)
    merged_into: Mapped[str | None] = mapped_column(Text)
    merged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    merged_by: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    erased_by: Mapped[str | None] = mapped_column(Text)
    erased_because: Mapped[str | None] = mapped_column(Text)

    @property
    def status(self) -> Status:
        """What the moments say."""
        return "registered" if self.erased_at is None else "erased"

    @property
    def sealed(self) -> Sealed | None:
        """The number as it is stored, of whoever has one."""
        if self.cpr_key is None or self.cpr_sealed is None:
            return None
        return Sealed(self.cpr_key, bytes(self.cpr_sealed))

    @classmethod
    def new(
        cls,
        municipality: str,
        citizen_id: str,
        content: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
    ) -> "Citizen":
        """Somebody who was not known before."""
        citizen = cls(
            municipality=municipality,
            id=citizen_id,
            version=1,
            registered_at=at,
            registered_by=by,
            updated_at=at,
            updated_by=by,
        )
        citizen._write({**_NOTHING, **content})
        return citizen

    def seal(self, sealed: Sealed) -> None:
        """Take the number, encrypted for this row."""
        self.cpr_key, self.cpr_sealed = sealed.key_name, sealed.content

    def says(self, content: Mapping[str, Any]) -> bool:
        """Whether this is said of the citizen already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: Mapping[str, Any], *, by: str, at: datetime) -> frozenset[str]:
        """Say other things of the citizen; the columns that became different.

        Raises:
            AlreadyErased: When the citizen is erased.
        """
        self.refuse_erased()
        changed = {name: it for name, it in content.items() if getattr(self, name) != it}
        if changed:
            self._write(changed)
            self._count(by=by, at=at)
        return frozenset(changed)

    def merge_into(self, kept: "Citizen", *, by: str, at: datetime) -> None:
        """Become another name for a citizen, who takes over what was known here alone.

        Raises:
            AlreadyErased: When either is erased.
        """
        self.refuse_erased()
        kept.refuse_erased()
        taken_over = {
            name: getattr(self, name)
            for name in (*CONTENT, *BIRTH)
            if getattr(kept, name) in (None, "")
        }
        # Of two it is the stricter that holds.
        taken_over["address_protected"] = kept.address_protected or self.address_protected
        kept.revise(taken_over, by=by, at=at)
        self._empty()
        self.merged_into, self.merged_at, self.merged_by = kept.id, at, by
        self._count(by=by, at=at)

    def point_at(self, kept: "Citizen", *, by: str, at: datetime) -> None:
        """Follow the one that this is another name for, who became an alias too."""
        self.merged_into, self.merged_at, self.merged_by = kept.id, at, by
        self._count(by=by, at=at)

    def erase(self, *, because: str, by: str, at: datetime) -> None:
        """Keep the id and that it was erased, and nothing else."""
        self._empty()
        self.erased_at, self.erased_by, self.erased_because = at, by, because
        self._count(by=by, at=at)

    def come_back(self, content: Mapping[str, Any], *, by: str, at: datetime) -> None:
        """Be registered anew after an erasure, with the id that the number has for ever."""
        self.erased_at = self.erased_by = self.erased_because = None
        self.registered_at, self.registered_by = at, by
        self._write({**_NOTHING, **content})
        self._count(by=by, at=at)

    def refuse_erased(self) -> None:
        """Raise for a citizen of whom nothing is known any more.

        Raises:
            AlreadyErased: When the citizen is erased.
        """
        if self.erased_at is not None:
            raise AlreadyErased("Alt om borgeren er slettet; kun id'et er tilbage.")

    def _empty(self) -> None:
        self.cpr_key = self.cpr_sealed = None
        self._write(_NOTHING)

    def _write(self, content: Mapping[str, Any]) -> None:
        for name, it in content.items():
            setattr(self, name, it)
        if "name" in content:
            # A cursor holds the key, and a single sign may be sorted as eighteen.
            self.name_key = danish_sort_key(self.name)[:MAX_NAME_KEY]
            self.search_words = folded_words(self.name)

    def _count(self, *, by: str, at: datetime) -> None:
        self.version += 1
        self.updated_at, self.updated_by = at, by


class CitizenBatch(BatchColumns, Record):
    """A batch of citizens that was taken, so that sending it again changes nothing."""

    __tablename__ = "citizen_batches"
