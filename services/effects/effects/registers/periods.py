"""Which weeks or months an import replaces, and that no gap opens between imports.

A week without a row says that the citizen was on no support, so weeks that no file has covered
must never lie between weeks that one has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from effects import weeks
from kit import problems

Ends = tuple[str | None, str | None]


class PeriodNotForRegister(problems.Malformed):
    """The period was given in a unit that the register does not have, or for one without."""

    code = "period_not_for_register"
    title = "Perioden passer ikke til registret"


class PeriodInvalid(problems.Malformed):
    """One end of the period is no week (or month), is missing, or lies before the other."""

    code = "period_invalid"
    title = "Ugyldig periode"


class FutureWeek(problems.Malformed):
    """The stated period goes beyond the present week."""

    code = "future_week"
    title = "Perioden ligger i fremtiden"


class FutureMonth(problems.Malformed):
    """The stated period goes beyond the present month."""

    code = "future_month"
    title = "Perioden ligger i fremtiden"


class PeriodMissing(problems.Malformed):
    """The file has no row to take the period from."""

    code = "period_missing"
    title = "Perioden mangler"


class PeriodGap(problems.NotNow):
    """Weeks that no import has covered would lie between weeks that one has."""

    code = "period_gap"
    title = "Der mangler en periode imellem"


@dataclass(frozen=True, slots=True)
class Unit:
    """Weeks or months: how a register counts time.

    Attributes:
        parameter: What the ends of a period are called: ``from_week``, ``to_week``.
        parse: A text's number; ValueError when it is none.
        format: A number's text.
        example: One, for people.
    of: The number of the one that holds a date.
    """

    parameter: str
    parse: Callable[[str], int]
    format: Callable[[int], str]
    example: str
    of: Callable[[date], int]


UNITS = {
    "support": Unit("week", weeks.parse_week, weeks.format_week, "2024-W07", weeks.week_of),
    "hours": Unit("month", weeks.parse_month, weeks.format_month, "2024-07", weeks.month_of),
}
"""The registers of which an import replaces a period."""


def asked(register: str, *, weeks: Ends, months: Ends) -> Ends:
    """The period that a caller states for an import of a register; None and None when it does not.

    Raises:
        PeriodNotForRegister: An end is given in a unit that the register does not count in.
        PeriodInvalid: An end is no week or month, one is missing, or they are reversed.
    """
    given = {"week": weeks, "month": months}
    unit = UNITS.get(register)
    wrong = [
        f"/query/{end}_{name}"
        for name, ends in given.items()
        if unit is None or name != unit.parameter
        for end, value in zip(("from", "to"), ends, strict=True)
        if value is not None
    ]
    if wrong:
        raise PeriodNotForRegister(
            "Støtte (support) angives med from_week og to_week, løntimer (hours) med from_month og "
            "to_month; de andre registre har ingen periode.",
            errors=[
                problems.FieldError(pointer, "not_for_register", "Fjern den.") for pointer in wrong
            ],
        )
    if unit is None or given[unit.parameter] == (None, None):
        return None, None
    numbers = [
        _number(unit, end, value)
        for end, value in zip(("from", "to"), given[unit.parameter], strict=True)
    ]
    if numbers[0] > numbers[1]:
        raise _invalid(unit, "to", "Ligger før periodens begyndelse.")
    return given[unit.parameter]


def refuse_future(register: str, last: str | None, latest: date) -> None:
    """See that a stated period ends no later than in the week or month of a date.

    Raises:
        FutureWeek: Of support, it goes further: nobody can know those weeks yet.
        FutureMonth: Likewise of hours.
    """
    unit = UNITS.get(register)
    if unit is None or last is None or unit.parse(last) <= unit.of(latest):
        return
    problem = FutureWeek if unit.parameter == "week" else FutureMonth
    newest = unit.format(unit.of(latest))
    raise problem(
        f"Ret to_{unit.parameter}; perioden kan højst gå til og med {newest}.",
        errors=[
            problems.FieldError(f"/query/to_{unit.parameter}", problem.code, "Ligger i fremtiden.")
        ],
    )


def refuse_gap(register: str, covered: tuple[str, str] | None, period: tuple[str, str]) -> None:
    """See that a period touches what the register covers already.

    Raises:
        PeriodGap: It begins later than right after it, or ends earlier than right before it.
    """
    if covered is None:
        return
    unit = UNITS[register]
    first, last = (unit.parse(end) for end in covered)
    begins, ends = (unit.parse(end) for end in period)
    if begins > last + 1 or ends < first - 1:
        name = unit.parameter
        raise PeriodGap(
            f"Registret dækker {covered[0]} til {covered[1]}. Send først det, der mangler imellem, "
            f"eller angiv from_{name} og to_{name}, hvis filen dækker det.",
            extra={"covered": {"from": covered[0], "to": covered[1]}},
        )


def _number(unit: Unit, end: str, value: str | None) -> int:
    if value is None:
        raise _invalid(unit, end, "Angiv begge ender af perioden.")
    try:
        return unit.parse(value)
    except ValueError:
        raise _invalid(unit, end, f"Skriv den som {unit.example}.") from None


def _invalid(unit: Unit, end: str, detail: str) -> PeriodInvalid:
    return PeriodInvalid(
        "Ret perioden, eller udelad den; så gælder filens første og sidste.",
        errors=[problems.FieldError(f"/query/{end}_{unit.parameter}", "period_invalid", detail)],
    )
