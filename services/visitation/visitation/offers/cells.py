"""An offer as one row of a table, and back: the columns of every import and export."""

from collections.abc import Mapping
from typing import Any

from kit.bulk.cells import LIST_SEPARATOR, Kind, Table, undefuse, value_of
from visitation.offers.labels import FIELDS_DA, WORDS_DA
from visitation.offers.rules import OfferRules
from visitation.offers.schemas import ImportedOffer, Place
from visitation.sheets import Audience, Cell

LISTS = frozenset(
    {
        "content_elements",
        "target_groups",
        "match_groups",
        "themes",
        "languages",
        "package_of",
        "predecessors",
    }
)
WHOLE = frozenset({"duration_weeks", "capacity"})
DECIMAL = frozenset({"hours_per_week", "price_amount"})
PLACE = tuple(Place.model_fields)
INFORMATION = ("version", "updated_at", "confirmed_at")
"""Columns that an export tells and an import passes over."""

COLUMNS = (
    *(
        column
        for column in FIELDS_DA
        if column in {*ImportedOffer.model_fields, "price_amount", "price_per", *PLACE}
        and column not in ("price", "place")
    ),
    *INFORMATION,
)

_NAMED = {FIELDS_DA[column]: column for column in COLUMNS} | {column: column for column in COLUMNS}
_ENGLISH = {
    column: {danish: english for english, danish in said.items()}
    for column, said in WORDS_DA.items()
}
_BOOLEANS: dict[str, Any] = {"true": True, "false": False}
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(WHOLE, "whole"),
    **dict.fromkeys(DECIMAL, "decimal"),
}


def header(audience: Audience) -> list[str]:
    """The titles of the columns: Danish for people."""
    return [FIELDS_DA[column] if audience == "people" else column for column in COLUMNS]


def column_of(title: str) -> str | None:
    """The column that a title names, in either language."""
    return _NAMED.get(undefuse(title).strip())


def row(offer: OfferRules, audience: Audience) -> list[Cell]:
    """An offer as the cells of its columns."""
    return [_cell(offer, column, audience) for column in COLUMNS]


def _cell(offer: OfferRules, column: str, audience: Audience) -> Cell:
    held: Any = offer
    value: Any = getattr(held, "price_dkk" if column == "price_amount" else column)
    if column in LISTS:
        # A list that is empty and one that is not said differ for the languages alone.
        return LIST_SEPARATOR.join(value)
    if audience == "people" and column in WORDS_DA and not isinstance(value, bool):
        value = WORDS_DA[column].get(value, value)
    cell: Cell = value
    return cell


def unflattened(cells: Mapping[str, str], decimal_comma: bool) -> dict[str, Any]:
    """A row of cells, still defused, as the object that JSON would have held."""
    value: dict[str, Any] = {}
    for name, defused in cells.items():
        cell = undefuse(defused)
        if name in INFORMATION:
            continue
        if name in LISTS:
            value[name] = value_of("list", cell) if cell else []
        elif cell == "":
            continue
        elif name in _KINDS:
            value[name] = value_of(_KINDS[name], cell, decimal_comma=decimal_comma)
        elif name in _ENGLISH:
            said = _ENGLISH[name].get(cell.strip().lower(), cell.strip())
            value[name] = _BOOLEANS.get(said.lower(), cell) if name == "accessible" else said
        else:
            value[name] = cell
    place = {name: value.pop(name) for name in PLACE if name in value}
    price = {
        name: value.pop(f"price_{name}") for name in ("amount", "per") if f"price_{name}" in value
    }
    return value | ({"place": place} if place else {}) | ({"price": price} if price else {})


TABLE = Table(names=COLUMNS, required=("id", "name"), column_of=column_of, object_of=unflattened)
"""How an import reads a table of offers."""
