"""The declarative base of the surveys service's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata

UNPROTECTED = {
    "links": "found by its hash before anybody knows whose it is; holds hashes and ids",
    "survey_municipalities": "whose answers there are to move and to release; holds codes alone",
}
"""Tables outside the row-level policy, each with its reason; the catalogue test reads it."""


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES
