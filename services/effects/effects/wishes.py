"""What an analyst asks for on the command line, read into what can be computed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from effects import weeks
from effects.coverage import Coverage, CoverageReversed, cover_until
from effects.definitions import DEFINITIONS, Definition, UnknownDefinition
from effects.kernel import WindowTooLong, check_windows
from effects.own_definitions import DefinitionsRefused, choose_definitions, with_min_hours
from effects.packing import Files
from effects.reading.mistakes import shown

MOST_HOURS = 1_000_000
"""Far more hours than a month has; more would not fit the sum that is compared with it."""

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"  # Python also reads 20240731 and 2024-W31-3

T = TypeVar("T")


class Refused(Exception):
    """The files or the wishes cannot be measured.

    Attributes:
        lines: why, one Danish line each.
    """

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What an analyst asks for; weeks, months and dates as text, None where not given.

    Either the files of courses and support are given (and perhaps more), or the folder of a packed
    register.
    """

    courses: Path | None = None
    support: Path | None = None
    codes: Path | None = None
    hours: Path | None = None
    aliases: Path | None = None
    register: Path | None = None
    by: tuple[str, ...] = ()
    definitions: tuple[str, ...] | None = None
    from_week: str | None = None
    to_week: str | None = None
    from_month: str | None = None
    to_month: str | None = None
    as_of: str | None = None
    min_hours: str = "1"
    min_group: int = 5


def files_of(wishes: Wishes) -> Files | None:
    """The files to read; None where a packed register is given instead.

    Raises:
        Refused: neither is given whole, or both are.
    """
    given = {name: getattr(wishes, name) for name in ("courses", "support", "codes")}
    if wishes.register is not None:
        both = [f"--{name}" for name in (*given, "hours", "aliases") if getattr(wishes, name)]
        if both:
            raise Refused(
                f"--register: registret er pakket; det læses i stedet for {', '.join(both)}. "
                "Angiv enten mappen eller filerne."
            )
        return None
    if wishes.courses is None or wishes.support is None:
        missing = [f"--{name}" for name in ("courses", "support") if given[name] is None]
        raise Refused(
            f"{' og '.join(missing)} er ikke angivet. Angiv filerne, eller et pakket register med "
            "--register."
        )
    return Files(
        courses=wishes.courses, support=wishes.support, codes=wishes.codes, hours=wishes.hours
    )


def definitions_of(wishes: Wishes) -> tuple[Definition, ...]:
    """The definitions asked for, with the threshold of hours asked for.

    Raises:
        Refused: one is unknown, or its file has mistakes.
    """
    try:
        definitions = choose_definitions(wishes.definitions)
    except UnknownDefinition as unknown:
        known = ", ".join(definition.name for definition in DEFINITIONS)
        raise Refused(
            *(
                f"--definitions: {shown(name)} findes ikke. Vælg blandt {known}."
                for name in unknown.names
            )
        ) from None
    except DefinitionsRefused as refused:
        raise Refused(*refused.lines) from None
    if not definitions:
        raise Refused("--definitions: nævn mindst én definition.")
    try:
        check_windows(definitions)
    except WindowTooLong as too_long:
        raise Refused(
            f"--definitions: {too_long.name} ser på flere uger i træk, end der kan regnes på. "
            "Vælg færre måneder."
        ) from None
    return with_min_hours(definitions, min_hours_of(wishes))


def check_hours(definitions: tuple[Definition, ...], *, has_hours: bool) -> None:
    """See that there are hours, where a definition reads them.

    Raises:
        Refused: there are none.
    """
    reading_hours = [definition.name for definition in definitions if definition.reads_hours]
    if not reading_hours or has_hours:
        return
    others = [definition.name for definition in definitions if not definition.reads_hours]
    if not others:
        others = [definition.name for definition in DEFINITIONS if not definition.reads_hours]
    raise Refused(
        f"{', '.join(reading_hours)} læser løntimer, og --hours er ikke angivet. "
        f"Angiv --hours, eller bed om --definitions {','.join(others)}."
    )


def min_hours_of(wishes: Wishes) -> Decimal:
    """The hours in a month from which it is employment.

    Raises:
        Refused: it is no such number.
    """
    try:
        hours = Decimal(wishes.min_hours)
    except ArithmeticError:
        hours = Decimal("NaN")
    if not hours.is_finite() or not 0 < hours < MOST_HOURS:
        raise Refused(
            f"--min-hours: {shown(wishes.min_hours)} er ikke et tal over 0, skrevet med punktum."
        )
    return hours


@dataclass(frozen=True)
class CoverageWishes:
    """The coverage asked for, as numbers of `effects.weeks`; None where it is not given."""

    from_week: int | None
    to_week: int | None
    from_month: int | None
    to_month: int | None
    as_of: date | None

    def of(self, first: int | None, last: int | None, source: str) -> Coverage:
        """The coverage, from the support register's first and last week where it is not given.

        Args:
            first: first week of any spell; None without spells.
            last: last week of any spell.
            source: what the register is called.

        Raises:
            Refused: it cannot be told, or ends before it begins.
        """
        from_week = first if self.from_week is None else self.from_week
        to_week = last if self.to_week is None else self.to_week
        if from_week is None or to_week is None:
            raise Refused(
                f"{source}: der er ingen rækker at tage dækningen fra. "
                "Angiv den med --from-week og --to-week."
            )
        try:
            coverage = Coverage(from_week, to_week, self.from_month, self.to_month)
            return coverage if self.as_of is None else cover_until(coverage, self.as_of)
        except CoverageReversed:
            raise Refused(
                "Dækningen slutter, før den begynder. Ret --from-week, --to-week, --from-month, "
                "--to-month eller --as-of."
            ) from None


def coverage_of(wishes: Wishes) -> CoverageWishes:
    """The coverage asked for.

    Raises:
        Refused: a week, a month or a date is none.
    """
    week, month = (
        (weeks.parse_week, "ISO-uge som 2024-W07"),
        (weeks.parse_month, "måned som 2024-07"),
    )
    return CoverageWishes(
        from_week=_parsed("--from-week", wishes.from_week, *week),
        to_week=_parsed("--to-week", wishes.to_week, *week),
        from_month=_parsed("--from-month", wishes.from_month, *month),
        to_month=_parsed("--to-month", wishes.to_month, *month),
        as_of=_parsed("--as-of", wishes.as_of, _parse_date, "dato som 2024-07-31"),
    )


def _parse_date(text: str) -> date:
    if not re.fullmatch(_DATE, text):
        raise ValueError("not written as YYYY-MM-DD")
    day = date.fromisoformat(text)
    if not weeks.FIRST_YEAR < day.year <= weeks.LAST_YEAR:
        raise ValueError("too early or too late")
    return day


def _parsed(option: str, text: str | None, parse: Callable[[str], T], form: str) -> T | None:
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError:
        raise Refused(f"{option}: {shown(text)} er ikke en {form}.") from None
