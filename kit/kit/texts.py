"""What a text that is sent in may hold: no number of a person, nothing that cannot be stored."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from kit import cpr

MAX_LINE = 200
MAX_PROSE = 5_000
MAX_LISTED = 50

_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_ONLY_DOTS = re.compile(r"^\.+$")
_UUID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Item = TypeVar("Item")


def without_cpr(text: str) -> str:
    """The text, unless something in it is shaped like a CPR number."""
    places = cpr.places(text)
    if places:
        where = ", ".join(f"{first}-{last}" for first, last in places[:5])
        raise PydanticCustomError(
            "cpr_in_text",
            "shaped like a CPR number",
            {"danish": f"Noget, der ligner et CPR-nummer, står ved tegn {where}. Fjern det."},
        )
    return text


def _written(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _UNWRITTEN.search(text)
    if match:
        raise PydanticCustomError(
            "control_character",
            "control character",
            {"danish": f"Et tegn, der ikke kan skrives, står ved tegn {match.start() + 1}."},
        )
    return without_cpr(text)


def _no_path(text: str) -> str:
    if _ONLY_DOTS.match(text):
        raise PydanticCustomError(
            "only_dots", "only dots", {"danish": "Må ikke bestå af punktummer alene."}
        )
    # One UUID in a thousand holds digits that look like a number; there they mean nothing.
    return text if _UUID.fullmatch(text) else without_cpr(text)


def different(items: Sequence[Item]) -> Sequence[Item]:
    """The items, unless one of them stands there twice."""
    if len(set(items)) != len(items):
        raise PydanticCustomError(
            "repeated", "repeated", {"danish": "Det samme står der mere end én gang."}
        )
    return items


def _empty_for_none(value: object) -> object:
    return "" if value is None else value


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._~-]{1,64}$"),
    AfterValidator(_no_path),
]
"""An id that its owner chose, safe in addresses; never a person's number."""

Ids = Annotated[list[Id], Field(max_length=MAX_LISTED), AfterValidator(different)]

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LINE),
    AfterValidator(_written),
]
"""One line of text."""

Prose = Annotated[
    str,
    BeforeValidator(_empty_for_none, json_schema_input_type=str | None),
    StringConstraints(strip_whitespace=True, max_length=MAX_PROSE),
    AfterValidator(_written),
]
"""Free text; null counts as none."""

CodeText = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$"), AfterValidator(without_cpr)
]
"""A code of some list, such as ``kontanthjaelp``."""

Codes = Annotated[list[CodeText], Field(max_length=MAX_LISTED), AfterValidator(different)]

Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=10, decimal_places=2, examples=["2450.00"]),
    # Zero has no sign here.
    AfterValidator(abs),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
]
"""Kroner, written as a text with two decimals."""

Whole = Annotated[int, Field(strict=True)]
