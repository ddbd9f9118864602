"""A municipality's own definitions, read from a file that a person writes.

    [[definition]]
    name = "self_support_4_of_7m"
    label = "Selvforsørgende i mindst 4 af 7 måneder"
    text = "Andelen af forløb, hvor borgeren er selvforsørgende i mindst 4 af de 7 måneder."
    based_on = "self_support_3_of_7m"
    threshold = 4

What is `based_on` one of the ten has its parameters where it gives none itself. Every mistake of a
file is told at once, each with its definition, its field and what to do.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from effects.definitions import DEFINITIONS, Definition, select_definitions
from effects.own_definitions.tables import read_table
from effects.own_definitions.values import Table
from effects.reading.mistakes import shown

SUFFIX = ".toml"
MOST_BYTES = 1_000_000


class DefinitionsRefused(ValueError):
    """A file of definitions has mistakes.

    Attributes:
        lines: all of them, one Danish line each.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def read_definitions(path: Path) -> tuple[Definition, ...]:
    """The definitions of a file, in its order.

    Raises:
        DefinitionsRefused: the file has mistakes.
    """
    file = path.name
    given = _tables(path)
    lines: list[str] = []
    definitions: list[Definition | None] = []
    names: list[object] = []
    for number, values in enumerate(given, start=1):
        table = Table(file, number, values)
        definitions.append(read_table(table))
        name = values.get("name")
        if isinstance(name, str) and name in names:
            table.refuse(
                "name",
                f"Navnet står også i definition {names.index(name) + 1}.",
                "Giv hver definition sit eget navn.",
            )
        names.append(name)
        lines += table.lines
    if lines:
        raise DefinitionsRefused(lines)
    return tuple(definition for definition in definitions if definition is not None)


def choose_definitions(texts: Iterable[str] | None) -> tuple[Definition, ...]:
    """The definitions asked for by name, in the order of `DEFINITIONS`, then those of each file.

    Args:
        texts: names of the ten, and paths that end in .toml, which stand for all definitions in
            the file; None asks for the ten.

    Raises:
        UnknownDefinition: a name is not among the ten.
        DefinitionsRefused: a file has mistakes, or two files use the same name.
    """
    if texts is None:
        return DEFINITIONS
    asked = tuple(texts)
    chosen = select_definitions(text for text in asked if not _is_file(text))
    lines: list[str] = []
    files = {Path(text).resolve(): Path(text) for text in asked if _is_file(text)}
    told: dict[str, str] = {}
    for path in files.values():
        try:
            own = read_definitions(path)
        except DefinitionsRefused as refused:
            lines += refused.lines
            continue
        for definition in own:
            if definition.name in told:
                lines.append(
                    f"{path.name}, »{definition.name}«, name: Navnet står også i "
                    f"{told[definition.name]}. Giv hver definition sit eget navn."
                )
            told[definition.name] = path.name
        chosen += own
    if lines:
        raise DefinitionsRefused(lines)
    return chosen


def with_min_hours(definitions: Sequence[Definition], min_hours: Decimal) -> tuple[Definition, ...]:
    """The definitions, with these hours of work where they do not ask for more or less themselves.

    A definition's own hours are those that are not the usual one hour in a month.
    """
    return tuple(
        replace(definition, min_hours=min_hours) if definition.min_hours == 1 else definition
        for definition in definitions
    )


def _is_file(text: str) -> bool:
    return text.lower().endswith(SUFFIX)


def _tables(path: Path) -> list[dict[str, Any]]:
    """The file's `[[definition]]` tables.

    Raises:
        DefinitionsRefused: it cannot be read, or holds something else.
    """
    file = path.name
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DefinitionsRefused(
            [f"{file}, linje {line}: Linjen er ikke UTF-8. Gem filen som UTF-8."]
        ) from None
    except FileNotFoundError:
        raise DefinitionsRefused([f"{file}: Filen findes ikke. Kontrollér stien."]) from None
    except OSError:
        raise DefinitionsRefused(
            [f"{file}: Filen kan ikke læses. Kontrollér stien og rettighederne til den."]
        ) from None
    if len(content) > MOST_BYTES:
        raise DefinitionsRefused(
            [f"{file}: Filen er større end 1 MB. En fil med definitioner er få linjer lang."]
        )
    try:
        whole = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise DefinitionsRefused([_broken(file, text, error)]) from None
    given = whole.pop("definition", [])
    lines = [
        f"{file}, {shown(name)}: Feltet står uden for en definition. "
        "Sæt det efter en linje med [[definition]], eller fjern det."
        for name in whole
    ]
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        lines.append(f"{file}: definition er ikke skrevet som tabeller. Begynd hver med en linje "
                     "[[definition]].")  # fmt: skip
    elif not given:
        lines.append(f"{file}: Filen har ingen definitioner. Begynd hver med en linje "
                     "[[definition]].")  # fmt: skip
    if lines:
        raise DefinitionsRefused(lines)
    return list(given)


def _broken(file: str, text: str, error: Exception) -> str:
    """Where a file stops being TOML; what it says there is not repeated."""
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    where = f"linje {found[1]}, tegn {found[2]}" if found else f"linje {text.count(chr(10)) + 1}"
    return (
        f"{file}, {where}: Filen er ikke gyldig TOML. "
        'Skriv hvert felt én gang som felt = "tekst", felt = 3 eller felt = ["a", "b"].'
    )
