"""Rows of JSON decoded by a compiled reader, where it is sure; pydantic judges all others.

``ImportedOffer`` is the rule. This accepts only what that schema would take as it stands, without
converting anything, and otherwise returns None: then pydantic's verdict and messages
stand. ``tests/test_fast_rows.py`` holds the two to each other on made-up rows.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from kit import cpr
from kit.texts import MAX_LINE, MAX_LISTED, MAX_PROSE
from visitation.offers.rules import CONTENT, Status

_Id = Annotated[str, Meta(pattern=r"^(?!\.+\Z)[A-Za-z0-9._~-]{1,64}\Z")]
_OwnId = Annotated[str, Meta(pattern=r"^(?!\.+\Z)(?!(?:export|import)\Z)[A-Za-z0-9._~-]{1,64}\Z")]
_Line = Annotated[str, Meta(min_length=1, max_length=MAX_LINE)]
_Prose = Annotated[str, Meta(max_length=MAX_PROSE)]
_Codes = Annotated[
    list[Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}\Z")]], Meta(max_length=MAX_LISTED)
]
_Languages = Annotated[
    list[Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z")]], Meta(max_length=MAX_LISTED)
]
_Ids = Annotated[list[_Id], Meta(max_length=MAX_LISTED)]
_MOST_HOURS = 168

# Tab and newline may stand in a text; what is trimmed or not printable is for pydantic.
_UNSURE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_BLANKS = " \t\n"
_KEY = re.compile(r'"[ \t\r\n]*:')


class _Price(Struct, forbid_unknown_fields=True):
    amount: Annotated[str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,2})?\Z")]
    per: Literal["week", "course", "hour"]


class _Place(Struct, forbid_unknown_fields=True):
    address: _Line
    postal_code: Annotated[str, Meta(pattern=r"^[0-9]{4}\Z")]
    city: _Line
    p_number: Annotated[str, Meta(pattern=r"^[0-9]{10}\Z")] | UnsetType | None = UNSET


class _Row(Struct, forbid_unknown_fields=True):
    id: _OwnId
    name: _Line
    status: Status | UnsetType = UNSET
    predecessors: _Ids | UnsetType | None = UNSET
    provider_id: _Id | UnsetType | None = UNSET
    provider_name: _Line | UnsetType | None = UNSET
    agreement_id: _Id | UnsetType | None = UNSET
    kind: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}\Z")] | UnsetType | None = UNSET
    content_elements: _Codes | UnsetType = UNSET
    description: _Prose | UnsetType | None = UNSET
    target_groups: _Codes | UnsetType = UNSET
    match_groups: _Codes | UnsetType = UNSET
    themes: _Codes | UnsetType = UNSET
    hours_per_week: Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9])?\Z")] | UnsetType | None = (
        UNSET
    )
    duration_weeks: Annotated[int, Meta(ge=1, le=520)] | UnsetType | None = UNSET
    price: _Price | UnsetType | None = UNSET
    place: _Place | UnsetType | None = UNSET
    accessible: bool | UnsetType | None = UNSET
    accessibility_note: _Prose | UnsetType | None = UNSET
    intake: Literal["continuous", "cohorts"] | UnsetType | None = UNSET
    capacity: Annotated[int, Meta(ge=0, le=100_000)] | UnsetType | None = UNSET
    prerequisites: _Prose | UnsetType | None = UNSET
    languages: _Languages | UnsetType = UNSET
    package_of: _Ids | UnsetType = UNSET


_DECODER = msgspec.json.Decoder(_Row)
_FIELDS = _Row.__struct_fields__
_LISTS = ("content_elements", "target_groups", "match_groups", "themes", "languages", "package_of")
_PROSE = ("description", "accessibility_note", "prerequisites")
_SAME = tuple(name for name in CONTENT if name in _FIELDS and name not in (*_PROSE, *_LISTS))


def decode(written: str) -> tuple[str, Status, list[str] | None, dict[str, Any]] | None:
    """The id, status, predecessors and columns of a row of JSON; None where it is not sure."""
    try:
        row = _DECODER.decode(written)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    price, place = row.price, row.place
    is_placed = isinstance(place, _Place)
    if not _says_each_key_once(row, written) or not _is_plain(row):
        return None
    columns = {name: _or_none(getattr(row, name)) for name in _SAME}
    columns["name"] = _trimmed(row.name)
    columns["provider_name"] = _trimmed(row.provider_name)
    for name in _PROSE:
        columns[name] = _trimmed(getattr(row, name)) or ""
    for name in _LISTS:
        said = getattr(row, name)
        if said is not UNSET and len(set(said)) != len(said):
            return None
        columns[name] = said if said is not UNSET else ["da"] if name == "languages" else []
    if row.hours_per_week:
        hours = columns["hours_per_week"] = Decimal(row.hours_per_week)
        if not 0 < hours <= _MOST_HOURS:
            return None
    columns["price_dkk"] = Decimal(price.amount) if isinstance(price, _Price) else None
    columns["price_per"] = price.per if isinstance(price, _Price) else None
    for name in ("address", "postal_code", "city", "p_number"):
        columns[name] = _trimmed(getattr(place, name)) if is_placed else None
    predecessors = _or_none(row.predecessors)
    if predecessors is not None and len(set(predecessors)) != len(predecessors):
        return None
    status: Status = "published" if row.status is UNSET else row.status
    return row.id, status, predecessors, columns


def _lines(row: _Row) -> list[str]:
    """The texts that must not be empty."""
    lines = [row.name, row.provider_name]
    if isinstance(row.place, _Place):
        lines += (row.place.address, row.place.city)
    return [line for line in lines if isinstance(line, str)]


def _trimmed(value: Any) -> Any:  # noqa: ANN401 - a text, or none
    return value.strip(_BLANKS) if isinstance(value, str) else _or_none(value)


def _or_none(value: Any) -> Any:  # noqa: ANN401 - a field of any type
    return None if value is UNSET else value


def _says_each_key_once(row: _Row, written: str) -> bool:
    """Whether no key is repeated: there are as many as fields that are said.

    A text that holds what ends a key makes the count larger, never smaller.
    """
    said = sum(getattr(row, name) is not UNSET for name in _FIELDS)
    if isinstance(row.price, _Price):
        said += 2
    if isinstance(row.place, _Place):
        said += 3 if row.place.p_number is UNSET else 4
    return len(_KEY.findall(written)) == said


def _is_plain(row: _Row) -> bool:
    """Whether no text would be trimmed, holds what cannot be written, or looks like a person."""
    texts = [
        text
        for text in (
            row.name,
            row.provider_name,
            row.description,
            row.accessibility_note,
            row.prerequisites,
        )
        if isinstance(text, str)
    ]
    if isinstance(row.place, _Place):
        texts += (row.place.address, row.place.city)
    # Both readers trim plain blanks alike; what else may count as one is for pydantic.
    if any(text.strip(_BLANKS) != text.strip() for text in texts):
        return False
    if not all(text.strip() for text in _lines(row)):
        return False
    ids = [each for each in (row.id, row.provider_id, row.agreement_id) if isinstance(each, str)]
    for listed in (row.package_of, row.predecessors):
        ids += listed if isinstance(listed, list) else ()
    codes = [row.kind] if isinstance(row.kind, str) else []
    for listed in (row.content_elements, row.target_groups, row.match_groups, row.themes):
        codes += listed if isinstance(listed, list) else ()
    # Put together they hold at least what each holds; a number across two is for pydantic.
    together = "\n".join([*texts, *ids, *codes])
    return not _UNSURE.search(together) and not cpr.contains(together)
