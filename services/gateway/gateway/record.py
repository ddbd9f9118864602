"""The declarative base of the gateway's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.database import COLUMN_TYPES, new_metadata

UNPROTECTED = {
    "clients": "found by its id before anybody knows which municipality is asking",
    "sessions": "found by a secret before anybody knows whose it is; holds ids and hashes, and the"
    " identity provider's token for as long as the session lasts",
    "sign_ins": "made before anybody knows who is coming; holds hashes and random values",
    "audit_sources": "one row a service, no tenant's data",
    "audit_restorations": "when a service's whole log began anew, no tenant's data",
    "used_assertions": "asked before anybody knows who is asking; holds client ids and hashes",
}
"""Tables outside the row-level policy, each with its reason."""


class Record(DeclarativeBase):
    """A table of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES
