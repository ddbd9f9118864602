"""Register files read, checked and measured on one's own machine, with no server at all."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from effects import aliases, kernel, packing, survival
from effects.coverage import Coverage
from effects.definitions import BY_NAME, Definition
from effects.kernel import ColumnNotThere, Outcomes, register_as_of
from effects.own_definitions import with_min_hours
from effects.packed.files import NotPacked, open_register
from effects.packed.merging import AliasesCircular
from effects.packed.register import PackedRegister
from effects.packing import FilesRefused, Step
from effects.reading import Reading
from effects.reading.formats import CLASSES
from effects.reading.mistakes import shown
from effects.survival import Survival
from effects.wishes import (
    Refused,
    Wishes,
    check_hours,
    coverage_of,
    definitions_of,
    files_of,
    min_hours_of,
)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register to measure.

    Attributes:
        packed: the register.
        coverage: the weeks and months that it covers.
        courses: rows of courses that were read, those never started among them; None where it was
            packed before.
    """

    packed: PackedRegister
    coverage: Coverage
    courses: int | None


@dataclass(frozen=True)
class Answer:
    """What was measured.

    Attributes:
        results: as `kernel.compute_results`, or `kernel.describe_groups`.
        register: what it was measured on.
        definitions: those computed.
    """

    results: pa.Table
    register: Register
    definitions: tuple[Definition, ...]


def measure_files(wishes: Wishes, *, step: Step = lambda _, __: None) -> Answer:
    """Read the files and measure what is asked for.

    Raises:
        Refused: a file has mistakes, or something is asked for that cannot be.
    """
    definitions = definitions_of(wishes)
    outcomes, register = measured_outcomes(wishes, definitions, step)
    _check_columns(outcomes, wishes, kernel.RESULT_COLUMNS)
    results = kernel.compute_results(outcomes, by=wishes.by, min_group=wishes.min_group)
    return Answer(results, register, definitions)


def describe_files(
    wishes: Wishes, *, within: tuple[str, ...], step: Step = lambda _, __: None
) -> Answer:
    """Read the files and describe the groups asked for, beside all others of their kind.

    Raises:
        Refused: a file has mistakes, or something is asked for that cannot be.
    """
    register = read_register(wishes, step=step)
    step("Tæller", 0)
    # The effect price is all that a description needs definitions for, and they read hours.
    priced = [BY_NAME[name] for name in kernel.OUTCOMES_PRICED] if register.packed.has_hours else []
    definitions = with_min_hours(priced, min_hours_of(wishes))
    outcomes = kernel.compute_outcomes(register.packed, register.coverage, definitions=definitions)
    _check_columns(outcomes, wishes, kernel.OWN_COLUMNS)
    wrong = [name for name in within if name not in wishes.by]
    if wrong:
        raise Refused(f"--within: {', '.join(wrong)} er ikke blandt kolonnerne i --by.")
    described = kernel.describe_groups(
        outcomes, by=wishes.by, within=within, as_of=coverage_of(wishes).as_of
    )
    return Answer(kernel.hide_small(described, wishes.min_group), register, ())


def survive_files(wishes: Wishes, *, step: Step = lambda _, __: None) -> tuple[Survival, Register]:
    """Read the files and estimate how long people stay on support.

    Raises:
        Refused: a file has mistakes, or something is asked for that cannot be.
    """
    register = read_register(wishes, step=step)
    step("Regner", 0)
    try:
        answer = survival.measure_survival(
            register.packed, register.coverage, by=wishes.by, min_group=wishes.min_group
        )
    except ColumnNotThere as not_there:
        known = ["start_year", "start_quarter", *register.packed.courses.column_names]
        raise Refused(*(_no_such_column(name, wishes, known) for name in not_there.names)) from None
    return answer, register


def read_register(wishes: Wishes, *, step: Step = lambda _, __: None) -> Register:
    """The register asked for, from files or as it lies packed, as it was known when asked for.

    Raises:
        Refused: a file has mistakes, or the folder holds no register.
    """
    asked, files = coverage_of(wishes), files_of(wishes)
    rows = None
    if files is not None:
        source = files.support.name
        packed = pack_files(files, _aliases(wishes), step)
        register, rows = packed.register, packed.courses
    else:
        register, source = _open(wishes, step), str(wishes.register)
    coverage = asked.of(register.from_week, register.to_week, source)
    if asked.as_of is not None:
        register = register_as_of(register, asked.as_of)
    return Register(packed=register, coverage=coverage, courses=rows)


def pack_files(
    files: packing.Files, merged: Mapping[str, str] | None, step: Step
) -> packing.Packed:
    """Read, check and pack files.

    Raises:
        Refused: a file has mistakes.
    """
    with database() as con:
        try:
            return packing.pack_files(con, files, aliases=merged, step=step)
        except FilesRefused as refused:
            lines = mistakes_of(refused.readings)
            if files.codes is None and _names_codes(refused.readings):
                lines.append(
                    f"Uden --codes skal hver kode være en af {', '.join(CLASSES)}. "
                    "Angiv kodelisten med --codes."
                )
            raise Refused(*lines) from None
        except AliasesCircular:
            raise Refused(
                "--aliases: nogle id'er er hinandens, så intet af dem er det, der beholdes. "
                "Ret filen, så hver kæde ender i ét id."
            ) from None


def _names_codes(readings: list[Reading]) -> bool:
    """Whether a code is not in the list."""
    return any(mistake.code == "unknown_code" for each in readings for mistake in each.mistakes)


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
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


def mistakes_of(readings: list[Reading]) -> list[str]:
    """The mistakes of several files, one Danish line each."""
    return [line for reading in readings for line in _told(reading)]


def _told(answer: Reading) -> list[str]:
    lines = [str(mistake) for mistake in answer.mistakes]
    if answer.mistake_count > len(lines):
        file = answer.mistakes[0].file
        lines.append(f"{file}: {answer.mistake_count} fejl i alt; de første er vist.")
    return lines


def _aliases(wishes: Wishes) -> dict[str, str] | None:
    if wishes.aliases is None:
        return None
    try:
        return aliases.read_aliases(wishes.aliases)
    except aliases.AliasesRefused as refused:
        raise Refused(*refused.lines) from None


def _open(wishes: Wishes, step: Step) -> PackedRegister:
    assert wishes.register is not None  # noqa: S101 - files_of has seen to it
    step("Åbner det pakkede register", 0)
    reasons = {
        "missing": "der er intet pakket register i mappen. Lav et med pejling effects pack",
        "format": "registret er pakket af en anden version. Pak det igen med pejling effects pack",
        "damaged": "registret er beskadiget. Pak det igen med pejling effects pack",
    }
    try:
        return open_register(wishes.register)
    except NotPacked as not_packed:
        raise Refused(f"--register: {reasons[not_packed.reason]}.") from None


def measured_outcomes(
    wishes: Wishes, definitions: tuple[Definition, ...], step: Step
) -> tuple[Outcomes, Register]:
    """The outcomes of the register asked for.

    Raises:
        Refused: a file has mistakes, or a definition reads hours and there are none.
    """
    if wishes.register is None:
        check_hours(definitions, has_hours=wishes.hours is not None)
    register = read_register(wishes, step=step)
    check_hours(definitions, has_hours=register.packed.has_hours)
    step("Måler", 0)
    outcomes = kernel.compute_outcomes(register.packed, register.coverage, definitions=definitions)
    return outcomes, register


def _check_columns(outcomes: Outcomes, wishes: Wishes, taken: tuple[str, ...]) -> None:
    try:
        kernel.check_columns(outcomes, wishes.by, taken=taken)
    except ColumnNotThere as not_there:
        known = [*outcomes.register.courses.column_names, *kernel.BANDS]
        raise Refused(*(_no_such_column(name, wishes, known) for name in not_there.names)) from None


def _no_such_column(name: str, wishes: Wishes, known: list[str]) -> str:
    told = shown(name)
    if name in known and wishes.by.count(name) == 1:
        return f"--by: {told} er navnet på et resultat. Omdøb kolonnen i forløbsfilen."
    if name in kernel.RESULT_COLUMNS:
        return f"--by: {told} er navnet på et resultat og kan ikke grupperes efter."
    if wishes.by.count(name) > 1:
        return f"--by: {told} er nævnt to gange."
    return f"--by: forløbene har ingen kolonne {told}. De har {', '.join(known)}."
