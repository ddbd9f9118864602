"""The declarative base of the contracts service's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import new_metadata


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
