"""The declarative base of the gateway's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata

UNPROTECTED = {
    "clients": "found by its id before anybody knows which municipality is asking",
}
"""Tables outside the row-level policy, each with its reason."""


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES
