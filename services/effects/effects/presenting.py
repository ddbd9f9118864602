"""Results for an analyst's eyes, and to a file that is either whole or not there."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from effects import weeks
from effects.definitions import BY_NAME
from effects.file_results import Answer

MOST_WIDTH = 10_000
"""Columns of text that a table may take where there is no screen to fit."""

SUFFIXES = (".csv", ".parquet")


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


def print_table(answer: Answer, console: Console, by: Sequence[str]) -> None:
    """Print the results as one table, in Danish; nothing is cut where the output is no screen."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in by:
        table.add_column(column, overflow="fold")
    table.add_column("definition", overflow="fold", min_width=24)
    for heading in ("n", "borgere", "heraf", "andel", "95 %-interval", "uden for", "udgået"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in answer.results.to_pylist():
        cells = [_printable(row[column]) for column in by]
        cells.append(Text(BY_NAME[row["definition"]].label))
        table.add_row(*cells, *_figures(row))
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
    coverage = answer.coverage
    first, last = weeks.format_week(coverage.from_week), weeks.format_week(coverage.to_week)
    lines = [f"Dækning: ydelser fra {first} til {last}."]
    if any(definition.reads_hours for definition in answer.definitions):
        first, last = (
            weeks.format_month(month) for month in (coverage.first_month, coverage.last_month)
        )
        lines[0] = f"{lines[0][:-1]}; løntimer fra {first} til {last}."
    groups = answer.results.num_rows // max(len(answer.definitions), 1)
    hidden = answer.results.column("suppressed").to_pylist().count(True)
    lines.append(
        f"Forløb: {answer.courses}, heraf påbegyndt {answer.started}. Grupper: {groups}. "
        f"Rækker: {answer.results.num_rows}, heraf skjult {hidden}."
    )
    hides = f"Skjult er rækker med færre end {min_group} forskellige borgere, og kun dem"
    lines.append(
        f"{hides if min_group else 'Intet er skjult'}: resultatet er til den, der har adgang til "
        "rækkerne, ikke til offentliggørelse."
    )
    return lines
