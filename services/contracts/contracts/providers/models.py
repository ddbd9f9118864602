"""The table of providers, and the rule of their change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit.collation import danish_sort_key
from kit.folding import folded_words

Kind = Literal["company", "internal"]

CONTENT = ("name", "kind", "cvr", "sites", "contacts")
"""The columns that a provider says of itself."""

MAX_NAME_KEY = 150


class Provider(Record):
    """A company with a CVR number, or a unit of the municipality's own."""

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("municipality", "cvr"),
        Index(None, "municipality", "name_key", "id"),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    search_words: Mapped[str] = mapped_column(Text(collation="C"))
    kind: Mapped[Kind] = mapped_column(Text)
    cvr: Mapped[str | None]
    sites: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    @classmethod
    def new(
        cls,
        municipality: str,
        provider_id: str,
        content: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
    ) -> "Provider":
        """A provider that is registered for the first time."""
        provider = cls(
            municipality=municipality, id=provider_id, version=0, created_at=at, created_by=by
        )
        provider._write(content, by=by, at=at)
        return provider

    def says(self, content: Mapping[str, Any]) -> bool:
        """Whether this is what it says already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: Mapping[str, Any], *, by: str, at: datetime) -> bool:
        """Replace the content; whether anything became different."""
        if self.says(content):
            return False
        self._write(content, by=by, at=at)
        return True

    def _write(self, content: Mapping[str, Any], *, by: str, at: datetime) -> None:
        for name, it in content.items():
            setattr(self, name, it)
        # A cursor holds the key, and a single sign may be sorted as eighteen.
        self.name_key = danish_sort_key(self.name)[:MAX_NAME_KEY]
        towns = " ".join(site["city"] for site in self.sites)
        self.search_words = folded_words(self.name, self.cvr, towns)
        self.version += 1
        self.updated_at, self.updated_by = at, by
