"""Results for an analyst's eyes, and to a file that is either whole or not there."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from effects import weeks
from effects.file_results import Answer, Register
from effects.packed.register import PackedRegister
from effects.survival import Survival

MOST_WIDTH = 10_000
"""Columns of text that a table may take where there is no screen to fit."""

SUFFIXES = (".csv", ".parquet")

_LEAST_P = 0.0001
_FEW_EXPECTED = 5  # exits that a group could be expected to have, for the test to be trusted


def write_results(results: pa.Table, out: Path) -> None:
    """Write results as CSV or Parquet by suffix: aside first, then renamed into place.

    Raises:
        OSError: the file cannot be written; what stood under its name is still there.
    """
    write: Callable[..., None] = pyarrow.parquet.write_table
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            if out.suffix.lower() == ".csv":
                options = pyarrow.csv.WriteOptions(quoting_style="needed")
                pyarrow.csv.write_csv(results, file, options)
            else:
                write(results, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def print_results(answer: Answer, console: Console, by: Sequence[str]) -> None:
    """Print the results as one table, in Danish; nothing is cut where the output is no screen."""
    headings = ("n", "borgere", "heraf", "andel", "95 %-interval", "uden for", "udgået")
    table = _table(by, ("definition",), headings)
    labels = {definition.name: definition.label for definition in answer.definitions}
    for row in answer.results.to_pylist():
        cells = [_printable(row[column]) for column in by]
        cells.append(Text(labels[row["definition"]]))
        table.add_row(*cells, *_figures(row))
    _print(table, console)


_DESCRIBED = {
    "courses": "forløb",
    "citizens": "borgere",
    "in_offer": "i gang",
    "finished": "afsluttet",
    "under_30_share": "under 30",
    "weeks_before_median": "uger før",
    "mean_price_dkk": "pris",
    "effect_price_dkk": "effektpris",
    "comparison_effect_price_dkk": "de andres",
}
"""What of a group's description a screen has room for."""


def print_descriptions(answer: Answer, console: Console, by: Sequence[str]) -> None:
    """Print what a screen has room for of each group's description, in Danish."""
    table = _table(by, (), tuple(_DESCRIBED.values()))
    for row in answer.results.to_pylist():
        cells: list[str | Text] = [_printable(row[column]) for column in by]
        if row["suppressed"]:
            cells += ["skjult", *[""] * (len(_DESCRIBED) - 1)]
        else:
            cells += [_described(column, row[column]) for column in _DESCRIBED]
        table.add_row(*cells)
    _print(table, console)


def _described(column: str, value: object) -> str:
    if value is None:
        return "–"
    if column.endswith("share"):
        return f"{_percent(value)} %"
    if column.endswith("dkk"):
        return f"{float(str(value)):,.0f} kr.".replace(",", ".")
    return f"{float(str(value)):g}".replace(".", ",")


def print_survival(answer: Survival, console: Console, by: Sequence[str]) -> None:
    """Print a line about each group's curve, in Danish."""
    headings = ("perioder", "borgere", "afgang", "fortsat", "døde", "udrejst", "pension", "median")
    table = _table(by, (), headings)
    for row in answer.summary.to_pylist():
        cells: list[str | Text] = [_printable(row[column]) for column in by]
        if row["suppressed"]:
            table.add_row(*cells, "skjult", *[""] * (len(headings) - 1))
            continue
        counts = ("spells", "citizens", "exits", "coverage_end", "dead", "abroad", "retired")
        cells += [str(row[column]) for column in counts]
        median = row["median_weeks"]
        table.add_row(*cells, "–" if median is None else f"{median} uger")
    _print(table, console)


def survival_summary(answer: Survival, register: Register, min_group: int) -> list[str]:
    """What the curves rest on, and whether they differ, one Danish line each."""
    lines = register_summary(register)
    lines.append(
        f"Perioder på ydelse: {answer.spells}. Udeladt, fordi begyndelsen ligger før registret: "
        f"{answer.left_out}."
    )
    test = answer.log_rank
    if test is not None:
        p_value = "under 0,0001" if test.p < _LEAST_P else f"{test.p:.4f}".replace(".", ",")
        chi_square = f"{test.chi_square:.2f}".replace(".", ",")
        lines.append(f"Log-rank: chi² {chi_square} med {test.degrees} frihedsgrader, p {p_value}.")
        if test.least_expected < _FEW_EXPECTED:
            lines.append(
                "Mindst én gruppe er så lille, at testens p-værdi ikke kan tages for pålydende."
            )
    return [*lines, _for_whom(min_group)]


def _table(by: Sequence[str], wide: Sequence[str], headings: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in by:
        table.add_column(column, overflow="fold")
    for column in wide:
        table.add_column(column, overflow="fold", min_width=24)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _print(table: Table, console: Console) -> None:
    if not console.is_terminal:
        unbounded = console.options.update(max_width=MOST_WIDTH)
        console.width = Measurement.get(console, unbounded, table).maximum
    console.print(table)


def _figures(row: dict[str, object]) -> list[str]:
    if row["suppressed"]:
        return ["", "", "", "skjult", "", "", ""]
    counts = [str(row[column]) for column in ("n", "citizens", "numerator")]
    seen = [str(row[column]) for column in ("outside_register", "left_the_count")]
    if row["value"] is None:
        return [*counts, "–", "", *seen]
    interval = f"{_percent(row['ci_low'])}–{_percent(row['ci_high'])}"
    return [*counts, f"{_percent(row['value'])} %", interval, *seen]


def _percent(share: object) -> str:
    return f"{100 * float(str(share)):.1f}".replace(".", ",")


def _printable(value: object) -> Text:
    text = "" if value is None else str(value)
    return Text("".join(letter if letter.isprintable() else "�" for letter in text))


def summary(answer: Answer, min_group: int) -> list[str]:
    """What the results rest on and whom they are for, one Danish line each."""
    lines = register_summary(answer.register)
    hidden = answer.results.column("suppressed").to_pylist().count(True)
    groups = answer.results.num_rows // max(len(answer.definitions), 1)
    lines.append(f"Grupper: {groups}. Rækker: {answer.results.num_rows}, heraf skjult {hidden}.")
    return [*lines, _for_whom(min_group)]


def release_summary(answer: Answer, min_group: int) -> list[str]:
    """What a release rests on and what has been hidden of it, one Danish line each."""
    warning = (
        "Skjulte rækker kan ikke regnes ud af de viste i denne frigivelse. Offentliggør ikke også "
        "andre udtræk af de samme forløb; de er ikke holdt op mod den."
    )
    return [*summary(answer, min_group)[:-1], warning]


def register_summary(register: Register) -> list[str]:
    """What a register holds and covers, in Danish."""
    coverage, packed = register.coverage, register.packed
    first, last = weeks.format_week(coverage.from_week), weeks.format_week(coverage.to_week)
    covered = f"Dækning: ydelser fra {first} til {last}"
    if packed.has_hours:
        first, last = (
            weeks.format_month(month) for month in (coverage.first_month, coverage.last_month)
        )
        covered += f"; løntimer fra {first} til {last}"
    started = len(packed.starts_on)
    courses = (
        f"Forløb: {started} påbegyndt"
        if register.courses is None
        else f"Forløb: {register.courses}, heraf påbegyndt {started}"
    )
    lines = [f"{covered}.", f"{courses}. Borgere: {_citizens(packed)}."]
    differing = packed.facts.get("weeks_differing_in_merged", 0)
    if differing:
        lines.append(
            f"Sammenlagte borgere havde forskellige koder i {differing} uger; der gælder koden for "
            "det id, der beholdes."
        )
    return lines


def _citizens(packed: PackedRegister) -> int:
    """How many citizens have any row; an id that has been merged into another has none."""
    rows = np.diff(packed.span_offsets + packed.hours_offsets + packed.course_offsets)
    return int(np.count_nonzero(rows))


def _for_whom(min_group: int) -> str:
    hides = f"Skjult er rækker med færre end {min_group} forskellige borgere, og kun dem"
    return (
        f"{hides if min_group else 'Intet er skjult'}: resultatet er til den, der har adgang til "
        "rækkerne, ikke til offentliggørelse."
    )
