"""The declarative base of the effects service's tables, and which of them no tenant owns."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


UNPROTECTED = {
    "register_stamps": "tells the worker which municipalities have something to release; "
    "holds version numbers and times, nothing about people",
    "participation_stamps": "tells the worker which municipalities' referrals have changed since "
    "their newest release; holds counts of changes, nothing about people",
}
"""Tables outside the row-level policy, each with its reason; the catalogue test reads it."""
