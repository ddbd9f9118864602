"""What makes a file look wrong although each of its rows is in order: rules on what was counted.

Small registers differ from month to month by chance. So no change counts that is under three
standard deviations of a count of as many citizens (``3 / sqrt(n)`` of it), nor any in a register of
fewer citizens than ``Limits.smallest``.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from pydantic import BaseModel, Field

from effects.registers.measure_queries import CourseShape, Measure, Shared

MOST_MEAN_HOURS = 250
"""More than people work in a month on the average: the column holds something else."""

_MOVING = 0.05
"""So many spells begin or end inside a month; without any, a file says the same each month."""

_UNITS = {"support": ("uge", "ugen", "uger"), "hours": ("måned", "måneden", "måneder")}


class Finding(BaseModel):
    """One reason to look at an import before it is used."""

    code: str = Field(examples=["fewer_citizens"])
    detail: str = Field(description="What was found, with its numbers, and what to look for")
    severity: Literal["high", "low"] = Field(
        description="high: figures would be wrong; low: they would not change, but it is hardly "
        "the file that was meant"
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """When something looks wrong; shares are of what the register had.

    Attributes:
        smallest: Citizens (or rows, or codes) under which nothing is judged.
        change: How much a number may rise or fall from one period to the next.
        gone: How many citizens may disappear from weeks that are sent again.
        cut: How many citizens may come after the file's last, in the order of their ids.
        unknown: How many may be new.
        same: How alike another period's rows may be.
    """

    smallest: int
    change: float
    gone: float
    cut: float
    unknown: float
    same: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of a file's period, and what of the register it is held against.

    Attributes:
        where: The part, for people.
        against: What it is held against, for people.
        is_again: They are the very same weeks or months.
        cut: Citizens of the register whose ids come after the file's last.
        shared: The file's citizens and the register's, whenever they were in it.
    """

    register: str
    where: str
    against: str
    is_again: bool
    before: Measure
    now: Measure
    cut: int
    shared: Shared


def judge_part(part: Compared, limits: Limits) -> list[Finding]:
    """What looks wrong in a part of a support or hours file."""
    base = part.before.citizens
    if base < limits.smallest:
        return []
    found = []
    chance = 3 / sqrt(base)
    fall = limits.gone if part.is_again else limits.change
    citizens = _change(base, part.now.citizens)
    amounts = _change(part.before.amount, part.now.amount)
    said = f"I {part.where} er der {_count(part.now.citizens)} borgere mod {_count(base)}"
    if citizens < -max(fall, chance) or citizens > max(limits.change, chance):
        code = "fewer_citizens" if citizens < 0 else "more_citizens"
        found.append(
            _high(code, f"{said} {part.against} ({_percent(citizens)}). Er filen hel og den rette?")
        )
    elif abs(amounts) > max(limits.change, chance):
        code = "less_covered" if amounts < 0 else "more_covered"
        things = "rækker" if part.register == "hours" else "uger med en kode"
        found.append(
            _high(
                code,
                f"I {part.where} er der {_count(part.now.amount)} {things} mod "
                f"{_count(part.before.amount)} {part.against} ({_percent(amounts)}). Se efter, at "
                "kolonnerne ikke er byttet om, og at filen er hel.",
            )
        )
    unknown = part.shared.now - part.shared.same
    if part.shared.now >= limits.smallest and unknown > limits.unknown * part.shared.now:
        found.append(_unknown_citizens(part.where, unknown, part.shared.now))
    elif part.cut > max(limits.cut, chance) * base:
        found.append(
            _high(
                "cut_off",
                f"I {part.where} mangler alle efter filens sidste borger-id; {part.against} var "
                f"det {_count(part.cut)} af {_count(base)} borgere. Er filen skåret af?",
            )
        )
    if part.register == "hours":
        found += _judge_level(part, limits, chance)
    return found


def _judge_level(part: Compared, limits: Limits, chance: float) -> list[Finding]:
    if not part.before.hours or not part.now.hours:
        return []
    before, now = (float(m.hours) / m.amount for m in (part.before, part.now))
    change = now / before - 1
    if abs(change) <= max(limits.change, chance):
        return []
    return [
        _high(
            "hours_level",
            f"I {part.where} er der i snit {_number(now)} timer pr. borger og måned mod "
            f"{_number(before)} {part.against} ({_percent(change)}). Er det timer, og for "
            "hele måneder?",
        )
    ]


def judge_end(
    register: str, last: str, *, before: float, now: int, limits: Limits
) -> list[Finding]:
    """Whether the newest week or month of a file is there at all.

    Args:
        register: What the file is of.
        last: The last week or month of the file's period.
        before: Citizens a week or month, as the register has had them lately.
        now: Citizens in the last one.
        limits: When it looks wrong.
    """
    if before < limits.smallest or _change(before, now) >= -max(limits.change, 3 / sqrt(before)):
        return []
    one, the, _ = _UNITS[register]
    return [
        _high(
            "newest_missing",
            f"I den sidste {one}, {last}, er der {_count(now)} borgere; registret har "
            f"{_count(round(before))}. Mangler {the} i filen?",
        )
    ]


def judge_again(period: str, shared: Shared, limits: Limits) -> list[Finding]:
    """Whether a file brings what the newest import of the register brought already."""
    most = max(shared.before, shared.now)
    if shared.now < limits.smallest or shared.same < limits.same * most:
        return []
    return [
        Finding(
            code="last_period_again",
            severity="low",
            detail=f"Filen dækker {period} som den forrige, og {_count(shared.same)} af "
            f"{_count(most)} rækker er de samme. Er det sidste leverance, der er sendt igen?",
        )
    ]


def judge_shifted(
    register: str, where: str, against: str, shared: Shared, limits: Limits
) -> list[Finding]:
    """Whether a new period has the very rows of the one before, under other weeks or months."""
    most = max(shared.before, shared.now)
    if shared.now < limits.smallest or shared.same < limits.same * most:
        return []
    if register == "support" and shared.moving < _MOVING * shared.now:
        return []
    return [
        _high(
            "earlier_period_relabelled",
            f"I {where} er {_count(shared.same)} af {_count(most)} rækker de samme som {against}. "
            "Er en tidligere periode sendt under ny dato?",
        )
    ]


def judge_shortened(register: str, ends: str, ended: str) -> Finding:
    """Say that a file ends before one that began at the same place."""
    _, _, units = _UNITS[register]
    return Finding(
        code="ends_earlier",
        severity="low",
        detail=f"Filen slutter med {ends}, men den forrige med samme begyndelse gik til og med "
        f"{ended}. Mangler de nyeste {units}?",
    )


def judge_hours(rows: Measure, highest: float, limits: Limits) -> list[Finding]:
    """What looks wrong in the hours of a file by themselves."""
    if rows.amount < limits.smallest:
        return []
    mean = float(rows.hours) / rows.amount
    said = f"Filens {_count(rows.amount)} rækker"
    if rows.hours == 0:
        return [_high("hours_all_zero", f"{said} har alle 0 timer. Er den rette kolonne sendt?")]
    if highest <= 1:
        return [
            _high("hours_are_shares", f"{said} har højst 1 time hver. Er det andele af fuld tid?")
        ]
    if mean > MOST_MEAN_HOURS:
        return [
            _high(
                "hours_too_many",
                f"{said} har i snit {_number(mean)} timer på en måned. Er det en anden enhed?",
            )
        ]
    return []


def judge_courses(shape: CourseShape, limits: Limits) -> list[Finding]:
    """What looks wrong in a file of courses by itself."""
    found = []
    if shape.rows >= limits.smallest and shape.offers > max(shape.citizens, shape.rows // 2):
        found.append(
            _high(
                "citizen_and_offer_swapped",
                f"{_count(shape.rows)} forløb har {_count(shape.offers)} tilbud og "
                f"{_count(shape.citizens)} borgere. Er citizen_id og offer_id byttet om?",
            )
        )
    if shape.with_age >= limits.smallest and shape.odd_ages > limits.change * shape.with_age:
        found.append(
            _high(
                "birth_years_odd",
                f"{_count(shape.odd_ages)} af {_count(shape.with_age)} borgere er under 15 eller "
                "over 80 år ved start. Er birth_year den rette kolonne?",
            )
        )
    return found


def judge_known_courses(
    known: int, moved: int, groups: Shared, citizens: Shared, limits: Limits
) -> list[Finding]:
    """What looks wrong in a file of courses beside those that are known, and the support register.

    Args:
        known: Courses of the file that the register has already.
        moved: Those of them that are another citizen's now.
        groups: Courses, and those of the file in a known target group.
        citizens: Citizens of the support register and of the file.
        limits: When it looks wrong.
    """
    found = []
    if known >= limits.smallest and moved > limits.change * known:
        found.append(
            _high(
                "courses_change_citizen",
                f"{_count(moved)} af {_count(known)} kendte forløb får en anden borger. Er "
                "kolonner byttet om, eller id'erne dannet på ny?",
            )
        )
    strange = groups.now - groups.same
    if min(groups.before, groups.now) >= limits.smallest and strange > limits.unknown * groups.now:
        found.append(
            _high(
                "unknown_target_groups",
                f"{_count(strange)} af {_count(groups.now)} forløb har en målgruppe, som registret "
                "ikke kender. Er target_group den rette kolonne?",
            )
        )
    unknown = citizens.now - citizens.same
    if (
        min(citizens.before, citizens.now) >= limits.smallest
        and unknown > limits.unknown * citizens.now
    ):
        found.append(_unknown_citizens("filen", unknown, citizens.now, register="støtteregistret"))
    return found


def judge_course_count(
    before: int, now: int, begins: str, *, longer: float, limits: Limits
) -> list[Finding]:
    """Whether a file of courses has other numbers than the one that began on the same day.

    Courses do not go away, and come with time.

    Args:
        before: Courses of the earlier file.
        now: Courses of this one.
        begins: The day, for people.
        longer: How many times as long the new file's period is; at least as many courses are
            expected as before, and at most so many times as many.
        limits: When it looks wrong.
    """
    if before < limits.smallest:
        return []
    much = max(limits.change, 3 / sqrt(before))
    fewer = _change(before, now) < -much
    if not fewer and _change(before * max(longer, 1), now) <= much:
        return []
    return [
        _high(
            "fewer_courses" if fewer else "more_courses",
            f"Filen har {_count(now)} forløb fra {begins} og frem; den forrige, der begyndte "
            f"samme dag, havde {_count(before)} ({_percent(_change(before, now))}). Er filen hel "
            "og den rette?",
        )
    ]


def judge_classes(shared: Shared, limits: Limits) -> list[Finding]:
    """Whether a code list gives the codes that it had other classes."""
    other = shared.now - shared.same
    if shared.now < limits.smallest or other <= limits.change * shared.now:
        return []
    return [
        _high(
            "classes_changed",
            f"{_count(other)} af {_count(shared.now)} koder får en anden klasse. Er class den "
            "rette kolonne?",
        )
    ]


def _unknown_citizens(
    where: str, unknown: int, citizens: int, *, register: str = "registret"
) -> Finding:
    return _high(
        "unknown_citizens",
        f"I {where} er {_count(unknown)} af {_count(citizens)} borgere ukendte i {register}. Er "
        "citizen_id den rette kolonne, og id'erne dannet på samme måde?",
    )


def _high(code: str, detail: str) -> Finding:
    return Finding(code=code, detail=detail, severity="high")


def _change(before: float, now: float) -> float:
    return now / before - 1


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _number(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _percent(change: float) -> str:
    return f"{change:+.0%}".replace("%", " %").replace("-", "−")
