"""The declarative base of the visitation service's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata

UNPROTECTED = {
    "codes": "national code lists, the same for every municipality",
    "code_crosswalks": "between national codes, the same for every municipality",
    "guide_revisions": "a counter per municipality, read for all of them at once by the guide",
}
"""Tables outside the row-level policy, each with its reason; the catalogue test reads it."""


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES
