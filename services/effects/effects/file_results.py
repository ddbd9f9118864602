"""Register files read, checked and measured on one's own machine, with no server at all."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from effects import measure, reading, weeks
from effects.definitions import DEFINITIONS, Definition, UnknownDefinition, select_definitions
from effects.measure.grouping import Grouping
from effects.reading import Reading

MOST_HOURS = 1_000_000
"""Far more hours than a month has; more would not fit the sum that is compared with it."""

Step = Callable[[str], None]
"""Told what is being done now, in Danish."""


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
    """What an analyst asks for; weeks and months as text, None where not given."""

    courses: Path
    support: Path
    codes: Path
    hours: Path | None = None
    by: tuple[str, ...] = ()
    definitions: tuple[str, ...] | None = None
    from_week: str | None = None
    to_week: str | None = None
    from_month: str | None = None
    to_month: str | None = None
    min_hours: str = "1"
    min_group: int = 5


@dataclass(frozen=True)
class Answer:
    """What was measured.

    Attributes:
        results: as `measure.compute_results`.
        coverage: of the registers.
        courses: rows of courses.
        started: how many of them were started.
        definitions: those computed.
    """

    results: pa.Table
    coverage: measure.Coverage
    courses: int
    started: int
    definitions: tuple[Definition, ...]


def measure_files(wishes: Wishes, *, step: Step = lambda _: None) -> Answer:
    """Read the files and measure what is asked for.

    Raises:
        Refused: a file has mistakes, or something is asked for that cannot be.
    """
    definitions = _definitions(wishes)
    min_hours = _min_hours(wishes.min_hours)
    from_week, to_week = (
        _parsed(option, text, weeks.parse_week, "ISO-uge som 2024-W07")
        for option, text in (("--from-week", wishes.from_week), ("--to-week", wishes.to_week))
    )
    from_month, to_month = (
        _parsed(option, text, weeks.parse_month, "måned som 2024-07")
        for option, text in (("--from-month", wishes.from_month), ("--to-month", wishes.to_month))
    )
    with _database() as con:
        _read(con, wishes, step)
        try:
            Grouping(wishes.by).check(con, "courses", measure.RESULT_COLUMNS)
            coverage = measure.find_coverage(
                con, from_week=from_week, to_week=to_week, from_month=from_month, to_month=to_month
            )
        except measure.ColumnNotThere as not_there:
            raise Refused(*(_no_such_column(con, name) for name in not_there.names)) from None
        except measure.CoverageUnknown:
            raise Refused(
                f"{wishes.support.name}: filen har ingen rækker at tage dækningen fra. "
                "Angiv den med --from-week og --to-week."
            ) from None
        except measure.CoverageReversed:
            raise Refused(
                "Dækningen slutter, før den begynder. Ret --from-week, --to-week, --from-month "
                "eller --to-month."
            ) from None
        step("Måler")
        measure.write_outcomes(
            con,
            measure.Registers(hours="hours" if wishes.hours else None),
            coverage,
            definitions=definitions,
            min_hours=min_hours,
            weeks_before=False,
        )
        results = measure.compute_results(
            con, by=wishes.by, definitions=definitions, min_group=wishes.min_group
        )
        counted = con.execute("SELECT count(*), count(starts_on) FROM courses").fetchone() or (0, 0)
        return Answer(results, coverage, int(counted[0]), int(counted[1]), definitions)


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills to a folder of its own when memory is short."""
    with (
        tempfile.TemporaryDirectory(prefix="pejling-effects-") as folder,
        duckdb.connect(
            config={
                "temp_directory": folder,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        ) as con,
    ):
        yield con


def _read(con: duckdb.DuckDBPyConnection, wishes: Wishes, step: Step) -> None:
    """Read the files, and tell the mistakes of all of them at once.

    Spells cannot be checked without the code list, so they wait for a list that is whole.
    """
    step("Læser kodelisten")
    codes = reading.read_codes(con, wishes.codes)
    readings = [codes]
    step("Læser forløb")
    readings.append(reading.read_courses(con, wishes.courses))
    if wishes.hours is not None:
        step("Læser løntimer")
        readings.append(reading.read_hours(con, wishes.hours))
    if codes.accepted:
        step("Læser ydelser")
        readings.append(reading.read_support(con, wishes.support))
    lines = [line for answer in readings for line in _told(answer)]
    if lines:
        raise Refused(*lines)


def _told(answer: Reading) -> list[str]:
    lines = [str(mistake) for mistake in answer.mistakes]
    if answer.mistake_count > len(lines):
        file = answer.mistakes[0].file
        lines.append(f"{file}: {answer.mistake_count} fejl i alt; de første er vist.")
    return lines


def _definitions(wishes: Wishes) -> tuple[Definition, ...]:
    """The definitions asked for, all of which can be computed from the files given."""
    try:
        definitions = select_definitions(wishes.definitions)
    except UnknownDefinition as unknown:
        known = ", ".join(definition.name for definition in DEFINITIONS)
        raise Refused(
            *(
                f"--definitions: »{name}« findes ikke. Vælg blandt {known}."
                for name in unknown.names
            )
        ) from None
    if not definitions:
        raise Refused("--definitions: nævn mindst én definition.")
    reading_hours = [definition.name for definition in definitions if definition.reads_hours]
    if reading_hours and wishes.hours is None:
        others = [definition.name for definition in definitions if not definition.reads_hours]
        if not others:
            others = [definition.name for definition in DEFINITIONS if not definition.reads_hours]
        raise Refused(
            f"{', '.join(reading_hours)} læser løntimer, og --hours er ikke angivet. "
            f"Angiv --hours, eller bed om --definitions {','.join(others)}."
        )
    return definitions


def _min_hours(text: str) -> Decimal:
    try:
        hours = Decimal(text)
    except ArithmeticError:
        hours = Decimal("NaN")
    if not hours.is_finite() or not 0 < hours < MOST_HOURS:
        raise Refused(f"--min-hours: »{text}« er ikke et tal over 0, skrevet med punktum.")
    return hours


def _parsed(option: str, text: str | None, parse: Callable[[str], int], form: str) -> int | None:
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError:
        raise Refused(f"{option}: »{text}« er ikke en {form}.") from None


def _no_such_column(con: duckdb.DuckDBPyConnection, name: str) -> str:
    if name in measure.RESULT_COLUMNS:
        return f"--by: »{name}« er navnet på et resultat. Omdøb kolonnen i forløbsfilen."
    known = [str(row[0]) for row in con.execute("DESCRIBE courses").fetchall()]
    if name in known:
        return f"--by: »{name}« er nævnt to gange."
    return f"--by: forløbene har ingen kolonne »{name}«. De har {', '.join(known)}."
