"""The table of templates, and the rule of their change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.collation import danish_sort_key
from visitation.record import Record


class OfferTemplate(Record):
    """A partial content of an offer, under a name of the municipality's own."""

    __tablename__ = "offer_templates"
    __table_args__ = (Index(None, "municipality", "name_key", "id"),)

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(Text)

    def revise(self, name: str, content: dict[str, Any], *, by: str, at: datetime) -> None:
        """Replace it; the same again makes no new version."""
        if (self.name, self.content) == (name, content):
            return
        self.name, self.content = name, content
        self.name_key = danish_sort_key(name)
        self.version += 1
        self.updated_at, self.updated_by = at, by
