"""The declarative base of the surveys service's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES
