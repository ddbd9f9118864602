"""Cells of a table as what JSON would have held, and so that no spreadsheet runs them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "whole", "decimal", "boolean", "date", "list"]

LIST_SEPARATOR = "|"

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_BOOLEANS = {"true": True, "sand": True, "ja": True, "false": False, "falsk": False, "nej": False}
# More digits than any number of ours; Python refuses to read thousands of them.
_WHOLE_NUMBER = re.compile("[0-9]{1,9}")
_DANISH_DATE = re.compile(r"([0-9]{1,2})[.-]([0-9]{1,2})[.-]([0-9]{4})")
_NOT_LETTERS = re.compile("[^a-zæøå]")
_LIKE_CPR = re.compile("cpr|personnummer|personnr|personalnumber|^(?:pnr|persnr|persnummer)$")


@dataclass(frozen=True, slots=True)
class Table:
    """How the columns of a table are named, and what a row of cells says.

    Attributes:
        names: The names of its columns, in the order in which they are told.
        required: Those that must be there.
        column_of: The column that a title, still defused, means; None for a title not known.
        object_of: What JSON would have held, of a row's defused cells by column; and whether
            decimals may have a comma.
        allow_cpr: Whether a column may be named as one of CPR numbers.
    """

    names: Sequence[str]
    required: Sequence[str]
    column_of: Callable[[str], str | None]
    object_of: Callable[[Mapping[str, str], bool], dict[str, Any]]
    allow_cpr: bool = False


def table(
    kinds: Mapping[str, Kind], *, required: Sequence[str] = (), allow_cpr: bool = False
) -> Table:
    """A table whose rows a pydantic model takes, field by column; an empty cell is left out.

    What cannot be read as its kind is left as it is written, so that the model names the mistake.

    Args:
        kinds: What each column holds; a ``list`` has ``|`` between its items.
        required: Columns that must be there.
        allow_cpr: Whether a column may be named as one of CPR numbers.

    Raises:
        ValueError: When one is, and may not.
    """
    if not allow_cpr and any(is_named_like_cpr(name) for name in kinds):
        raise ValueError("a column of CPR numbers must be allowed")

    def column_of(title: str) -> str | None:
        name = undefuse(title).strip().lower()
        return name if name in kinds else None

    def object_of(cells: Mapping[str, str], decimal_comma: bool) -> dict[str, Any]:
        return {
            name: value_of(kinds[name], undefuse(cell), decimal_comma=decimal_comma)
            for name, cell in cells.items()
            if cell.strip()
        }

    return Table(tuple(kinds), tuple(required), column_of, object_of, allow_cpr)


def value_of(kind: Kind, cell: str, *, decimal_comma: bool = False) -> Any:  # noqa: ANN401 - JSON
    """A cell as JSON would have held it."""
    match kind:
        case "text":
            return cell
        case "list":
            return [part.strip() for part in cell.split(LIST_SEPARATOR)]
        case "whole":
            return int(cell) if _WHOLE_NUMBER.fullmatch(cell.strip()) else cell
        case "decimal":
            return cell.strip().replace(",", ".") if decimal_comma else cell.strip()
        case "boolean":
            return _BOOLEANS.get(cell.strip().lower(), cell)
        case "date":
            danish = _DANISH_DATE.fullmatch(cell.strip())
            return f"{danish[3]}-{danish[2]:0>2}-{danish[1]:0>2}" if danish else cell.strip()


def is_named_like_cpr(title: str) -> bool:
    """Whether a column's title says that it holds CPR numbers."""
    return bool(_LIKE_CPR.search(_NOT_LETTERS.sub("", title.lower())))


def defuse(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula.

    What would be taken for one, or for a defused text, gets an apostrophe in front; so
    ``undefuse`` gives back every text exactly.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def undefuse(text: str) -> str:
    """The text that was defused."""
    return text[1:] if _DEFUSED.match(text) else text
