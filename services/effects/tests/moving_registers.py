"""A municipality whose people come and go as they do, for tests that compare month with month."""

import hashlib
import random

from effects import weeks

from .factories import hours, support

FIRST, LAST = weeks.parse_week("2023-W01"), weeks.parse_week("2024-W52")
CITIZENS = 300
Spell = tuple[str, str, str, str]


def citizen(number: int) -> str:
    """An id in no order, as visitation's are; of letters, so that none is like a number."""
    told = hashlib.sha256(str(number).encode()).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in told)


def _simulate() -> list[list[str | None]]:
    """Each citizen's code in each week; some fifty in a hundred are on support."""
    rng = random.Random(7)  # noqa: S311 - made-up people, the same each time
    history = []
    for _ in range(CITIZENS):
        code = rng.choice(("111", "130", None, None))
        told: list[str | None] = []
        for _ in range(FIRST, LAST + 1):
            if code is None and rng.random() < 0.03:
                code = rng.choice(("111", "130", "651"))
            elif code is not None and rng.random() < 0.03:
                code = None
            told.append(code)
        history.append(told)
    return history


_HISTORY = _simulate()


def spells(first: str, last: str) -> list[Spell]:
    """The spells of some weeks, cut off where the weeks are."""
    begin, end = weeks.parse_week(first), weeks.parse_week(last)
    found: list[Spell] = []
    for number, told in enumerate(_HISTORY):
        since = begin
        for week in range(begin, end + 1):
            code = told[week - FIRST]
            if week < end and told[week + 1 - FIRST] == code:
                continue
            if code is not None:
                ends = (weeks.format_week(since), weeks.format_week(week))
                found.append((citizen(number), *ends, code))
            since = week + 1
    return sorted(found)


def support_file(first: str, last: str) -> str:
    """The file of those spells."""
    return support(*spells(first, last))


def worked(first: str, last: str) -> list[tuple[str, str, str]]:
    """The hours of some months: of those without a code, most the same each month."""
    rng = random.Random(11)  # noqa: S311 - as above
    usual = [f"{rng.randint(40, 160)}.5" for _ in range(CITIZENS)]
    months = range(weeks.parse_month(first), weeks.parse_month(last) + 1)
    return [
        (citizen(number), weeks.format_month(month), usual[number])
        for month in months
        for number in range(CITIZENS)
        if random.Random(f"{number}-{month}").random() < 0.6  # noqa: S311 - as above
    ]


def hours_file(first: str, last: str) -> str:
    """The file of those hours."""
    return hours(*worked(first, last))
