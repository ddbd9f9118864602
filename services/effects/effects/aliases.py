"""The ids of merged citizens: two columns, the other id and the one that is kept."""

import csv
import re
from pathlib import Path

from effects.reading.cpr import OPAQUE, WITHIN
from effects.reading.mistakes import MOST_LISTED

COLUMNS = ("alias_id", "citizen_id")


class AliasesRefused(Exception):
    """A file of aliases has mistakes.

    Attributes:
        lines: what they are, one Danish line each.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


def read_aliases(path: Path) -> dict[str, str]:
    """Read a CSV file with the columns `alias_id` and `citizen_id`; the kept id of each alias.

    Raises:
        AliasesRefused: the file cannot be read, or a row names no id, a person's number, or
            another kept id for an alias that has one.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise AliasesRefused(
            [f"--aliases: {path.name} kan ikke læses. Den skal være CSV i UTF-8."]
        ) from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise AliasesRefused(
            [f"{path.name}: kolonnerne skal hedde {' og '.join(COLUMNS)}. Ret første linje."]
        )
    places = [rows[0].index(column) for column in COLUMNS]
    kept: dict[str, str] = {}
    wrong = []
    for number, row in enumerate((row for row in rows[1:] if row), start=1):
        where = f"{path.name}, række {number}"
        alias, citizen = (row[place] if place < len(row) else "" for place in places)
        if not alias.strip() or not citizen.strip():
            wrong.append(f"{where}: et id mangler. Udfyld begge kolonner.")
        elif any(_is_number(text) for text in (alias, citizen)):
            wrong.append(f"{where}: et id ligner et CPR-nummer. Brug borgerens id.")
        elif kept.setdefault(alias, citizen) != citizen:
            wrong.append(f"{where}: id'et beholdes allerede under et andet. Nævn det én gang.")
    if wrong:
        raise AliasesRefused(wrong[:MOST_LISTED])
    return kept


def _is_number(text: str) -> bool:
    return bool(re.search(WITHIN, text)) and not re.fullmatch(OPAQUE, text)
