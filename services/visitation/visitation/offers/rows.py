"""The rows of a batch, taken out of NDJSON, a JSON array or CSV, each with its own mistake."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from kit import problems
from kit.problems import FieldError
from visitation.offers.schemas import ImportedOffer
from visitation.offers.uploads import Upload

LISTS = frozenset({"content_elements", "target_groups", "match_groups", "themes", "languages"})
WHOLE = frozenset({"duration_weeks", "capacity"})
DECIMAL = frozenset({"hours_per_week", "price_amount"})
PLACE = ("address", "postal_code", "city", "p_number")
COLUMNS = frozenset(ImportedOffer.model_fields) - {"price", "place"} | {
    "price_amount",
    "price_per",
    *PLACE,
}
LIST_SEPARATOR = "|"

_BOOLEANS: dict[str, Any] = {"true": True, "false": False}
_SURROGATE = re.compile("[\ud800-\udfff]")
# More digits than any number of ours; Python refuses to read thousands of them.
_WHOLE_NUMBER = re.compile("[0-9]{1,9}")
_BLANK = re.compile(r"[ \t\r\n]*")


class HeaderWrong(problems.Malformed):
    """The first line of a CSV file names a column that is not known, or lacks one."""

    code = "csv_header_invalid"
    title = "Kolonnerne passer ikke"


class NotAnArray(problems.Malformed):
    """A JSON body is no array."""

    code = "json_not_an_array"
    title = "Ikke en JSON-liste"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, or why it cannot be read; counted from 1."""

    number: int
    value: Any = None
    mistake: FieldError | None = None


def read(upload: Upload) -> Iterator[Row]:
    """The rows of a batch in their order.

    Raises:
        HeaderWrong: When the columns of a CSV file are not known.
        NotAnArray: When a JSON body is something else.
    """
    # Bytes that are no UTF-8 become lone surrogates, so that only their own row is refused.
    text = upload.body.decode("utf-8-sig", errors="surrogateescape")
    if upload.format == "ndjson":
        return _ndjson(text)
    if upload.format == "json":
        return _json_array(text)
    return _csv(text)


def _ndjson(text: str) -> Iterator[Row]:
    number = 0
    for line in text.split("\n"):
        if line.strip(" \t\r"):
            number += 1
            try:
                value, end = _DECODER.raw_decode(line, _after_blanks(line, 0))
            except (ValueError, RecursionError):
                yield Row(number, mistake=_unreadable())
                continue
            whole = not line[end:].strip(" \t\r")
            yield _decoded(number, line, value) if whole else Row(number, mistake=_unreadable())


def _json_array(text: str) -> Iterator[Row]:
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "[":
        raise NotAnArray("Send en liste af tilbud: [ {…}, {…} ].")
    number = 0
    at = _after_blanks(text, at + 1)
    if text[at : at + 1] == "]" and not text[at + 1 :].strip():
        return
    while True:
        number += 1
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield Row(number, mistake=_unreadable())
            return
        yield _decoded(number, text[at:end], value)
        at = _after_blanks(text, end)
        if text[at : at + 1] == ",":
            at = _after_blanks(text, at + 1)
        elif text[at : at + 1] == "]" and not text[at + 1 :].strip():
            return
        else:
            yield Row(number + 1, mistake=_unreadable())
            return


def _csv(text: str) -> Iterator[Row]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(lines, [])
    except csv.Error:
        header = []
    unknown = [at for at, name in enumerate(header, 1) if name not in COLUMNS]
    lacking = sorted({"id", "name"} - set(header))
    if unknown or lacking or len(set(header)) != len(header):
        wrong = f" Kolonne {', '.join(map(str, unknown[:20]))} kendes ikke." if unknown else ""
        raise HeaderWrong(
            f"Første linje skal navngive id, name og ellers kun: {', '.join(sorted(COLUMNS))},"
            f" hver højst én gang.{wrong}"
        )
    number = 0
    while True:
        try:
            cells = next(lines, None)
        except csv.Error:
            yield Row(number + 1, mistake=_unreadable())
            return
        if cells is None:
            return
        if not cells:
            continue
        number += 1
        if len(cells) != len(header):
            detail = f"Rækken har {len(cells)} felter; der skal være {len(header)}."
            yield Row(number, mistake=FieldError("", "csv_row_length", detail))
        elif any(_SURROGATE.search(cell) for cell in cells):
            yield Row(number, mistake=_not_utf8())
        else:
            named = {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}
            yield Row(number, _unflattened(named, decimal_comma=delimiter == ";"))


def _unflattened(cells: dict[str, str], *, decimal_comma: bool) -> dict[str, Any]:
    """A row of cells as the object that JSON would have held."""
    value: dict[str, Any] = {}
    for name, cell in cells.items():
        if name in LISTS:
            value[name] = [part.strip() for part in cell.split(LIST_SEPARATOR)]
        elif name in WHOLE:
            value[name] = int(cell) if _WHOLE_NUMBER.fullmatch(cell) else cell
        elif name in DECIMAL:
            value[name] = cell.replace(",", ".") if decimal_comma else cell
        elif name == "accessible":
            value[name] = _BOOLEANS.get(cell.lower(), cell)
        else:
            value[name] = cell
    place = {name: value.pop(name) for name in PLACE if name in value}
    price = {
        name: value.pop(f"price_{name}") for name in ("amount", "per") if f"price_{name}" in value
    }
    return value | ({"place": place} if place else {}) | ({"price": price} if price else {})


def _decoded(number: int, written: str, value: object) -> Row:
    if not written.isascii() and _SURROGATE.search(written):
        return Row(number, mistake=_not_utf8())
    return Row(number, value)


def _after_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _unreadable() -> FieldError:
    return FieldError(
        "", "row_unreadable", "Kan ikke læses; er filen hel, og er tegnsætningen i orden?"
    )


def _not_utf8() -> FieldError:
    return FieldError("", "not_utf8", "Rækken er ikke UTF-8. Gem filen som UTF-8, og send igen.")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
