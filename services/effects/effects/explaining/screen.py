"""A course drawn in the terminal: one square a week, one line a month, then the verdicts.

It is read without colour, in 80 columns and through a pipe alike: letters stand for states.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from effects.definitions import State
from effects.explaining.citizen import danish
from effects.explaining.explanation import ExplainedDefinition, ExplainedWeek, Explanation

SYMBOLS: dict[State | None, str] = {
    "support": "Y",
    "education": "U",
    "employment": "A",
    "self_support": "·",
    "unobservable": "X",
    None: "?",
}
"""What stands in the square of a week; None where the register does not cover it."""

_MEANINGS = {
    "Y": "ydelse eller støttet arbejde",
    "U": "uddannelse (SU)",
    "A": "arbejde",
    "·": "uden ydelse, ingen kendte timer",
    "X": "død, udvandret, folkepension",
    "?": "uden for registret",
}

_SPAN_WIDTH = len("2024-W05–2025-W17")
_ANSWER_WIDTH = len("uden for registret")

Row = tuple[str, Sequence[ExplainedWeek]]


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print the course's facts, its weeks as squares, and what each definition says of it."""
    for line in (*_facts(explanation), ""):
        console.print(Text(line))
    if explanation.weeks:
        console.print(_drawing(explanation))
        for line in (*_legend(explanation), ""):
            console.print(Text(line))
    if explanation.definitions:
        _print_verdicts(explanation.definitions, console)


def _facts(explanation: Explanation) -> list[str]:
    course = explanation.course
    group = ", ".join(text for text in (course.target_group, course.match_group) if text)
    lines = [
        f"Forløb {course.course_id}: tilbud {course.offer_id}, {group}.",
        f"Fra {_day(course.starts_on)} til {_day(course.ends_on)}.",
    ]
    if explanation.note:
        lines.append(explanation.note)
    if explanation.before is not None:
        count = explanation.before.weeks
        told = "ukendt" if count is None else str(count)
        lines.append(f"Uger på ydelse før start: {told}. {explanation.before.reason}")
    covered = "Dækning: ydelser fra {} til {}".format(*explanation.covered_weeks)
    if explanation.covered_months:
        covered += "; løntimer fra {} til {}".format(*explanation.covered_months)
    return [*lines, f"{covered}."]


def _drawing(explanation: Explanation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("uger", no_wrap=True)
    table.add_column(" en plads pr. uge", no_wrap=True)
    table.add_column("løntimer", overflow="fold")
    in_course = [week.week for week in explanation.weeks if week.in_course]
    if explanation.course.ends_on is None:
        in_course.append("")  # a running course is not closed
    for label, row in _rows(explanation):
        squares = _squares(row, in_course)
        span = _span(row[0].week, row[-1].week)
        table.add_row(Text(label), Text(span), Text(squares), Text(_hours(row)))
    return table


def _squares(row: Sequence[ExplainedWeek], in_course: Sequence[str]) -> str:
    """One letter a week; the weeks of the course stand in brackets."""
    first, last = (in_course[0], in_course[-1]) if in_course else (None, None)
    drawn = ""
    for week in row:
        drawn = drawn or " "
        if week.week == first:
            drawn = f"{drawn[:-1]}["
        drawn += SYMBOLS[week.state] + ("]" if week.week == last else " ")
    return drawn.rstrip()


def _rows(explanation: Explanation) -> list[Row]:
    """The weeks before the start, then month by month from the start, and again from the end."""
    told = explanation.weeks
    from_end = [week for week in told if week.month_after_end is not None]
    until = _last_row(explanation, "start")
    rows: list[Row] = []
    before = [week for week in told if week.month_after_start is None]
    if before:
        rows.append(("før start", before))
    for number in range(1, until + 1):
        row = [week for week in told if week.month_after_start == number]
        if row:
            rows.append((f"start + {_months(number)}", row))
    for number in sorted({week.month_after_end or 0 for week in from_end}):
        row = [week for week in from_end if week.month_after_end == number]
        rows.append((f"slut + {_months(number)}", row))
    return rows


def _last_row(explanation: Explanation, anchor: str) -> int:
    """The last month from the start that is drawn: of a window from there, or of the course."""
    windows = [each.last_week or "" for each in explanation.definitions if each.anchor == anchor]
    last = max([*windows, *(week.week for week in explanation.weeks if week.in_course)], default="")
    return max((week.month_after_start or 0 for week in explanation.weeks if week.week <= last),
               default=0)  # fmt: skip


def _months(number: int) -> str:
    return f"{number}. måned"


def _hours(row: Iterable[ExplainedWeek]) -> str:
    """The row's calendar months with ordinary hours in them."""
    by_month: dict[str, Decimal] = {
        week.month: week.hours for week in row if week.hours is not None and week.hours > 0
    }
    return ", ".join(f"{month} {danish(hours)}" for month, hours in by_month.items())


def _legend(explanation: Explanation) -> list[str]:
    present = {SYMBOLS[week.state] for week in explanation.weeks}
    told = [f"{symbol} {meaning}" for symbol, meaning in _MEANINGS.items() if symbol in present]
    if "A" in present:
        place = told.index(f"A {_MEANINGS['A']}")
        told[place] += f" (mindst {danish(explanation.min_hours)} t/md.)"
    lines = [f"Pladserne: {'; '.join(told)}. Ugerne i [ ] er forløbets."]
    codes = {week.code: week.label for week in explanation.weeks if week.code is not None}
    if codes:
        named = ", ".join(f"{code} {label or ''}".strip() for code, label in codes.items())
        lines.append(f"Koder: {named}.")
    return lines


def _print_verdicts(definitions: Sequence[ExplainedDefinition], console: Console) -> None:
    """Print each definition with its window and its answer, and below it why."""
    _print_line("Definition", "ser på uger", "svar", console)
    console.print(Text("─" * console.width))
    for each in definitions:
        _print_line(each.label, _span(each.first_week, each.last_week), each.counted, console)
        console.print(Padding(Text(each.reason, overflow="fold"), (0, 0, 0, 3)))
    console.print(Text("\nJa og nej er talt med i andelen; udgået og uden for registret er ikke."))


def _print_line(label: str, span: str, answer: str, console: Console) -> None:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=max(console.width - _SPAN_WIDTH - _ANSWER_WIDTH - 3, _SPAN_WIDTH))
    table.add_column(width=_SPAN_WIDTH)
    table.add_column(width=_ANSWER_WIDTH)
    table.add_row(*(Text(text, "bold", overflow="fold") for text in (label, span, answer)))
    console.print(table)


def _span(first: str | None, last: str | None) -> str:
    """Two weeks as `2024-W05–W17`; the second year only where it is another."""
    if first is None or last is None:
        return "–"
    if first == last:
        return first
    return f"{first}–{last[5:] if first[:4] == last[:4] else last}"


def _day(day: date | None) -> str:
    return "–" if day is None else f"{day:%d.%m.%Y}"
