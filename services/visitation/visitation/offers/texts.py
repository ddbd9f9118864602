"""What the fields of an offer alone may hold."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from kit.texts import MAX_LISTED, Id, different

_RESERVED = frozenset({"export", "import"})
"""What stands where an offer's id does, in addresses."""


def _free(offer_id: str) -> str:
    if offer_id in _RESERVED:
        raise PydanticCustomError(
            "reserved", "reserved", {"danish": "Betyder noget andet i adresser. Brug et andet id."}
        )
    return offer_id


def _plain(amount: Decimal) -> str:
    return f"{amount:.1f}"


OfferId = Annotated[Id, AfterValidator(_free)]
"""The id of an offer to be created."""

Languages = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]],
    Field(max_length=MAX_LISTED),
    AfterValidator(different),
]
Hours = Annotated[
    Decimal,
    Field(gt=0, le=168, decimal_places=1, examples=["25.0"]),
    PlainSerializer(_plain, return_type=str),
]
"""Hours a week; an agreement's own limits are judged where the agreement is."""
