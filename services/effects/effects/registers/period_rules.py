"""What looks wrong in the weeks of a support file, or in the months of an hours file."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from effects.registers import suspicion
from effects.registers.measure_queries import Measure, Shared
from effects.registers.suspicion import Finding, Limits, count, exceeds, high

MOST_MEAN_HOURS = 250
"""More than people work in a month on the average: the column holds something else."""

_MOVING = Fraction(1, 20)
"""So many spells begin or end inside a month; without any, a file says the same each month."""

UNIT_NAMES = {"support": ("uge", "ugen", "uger"), "hours": ("måned", "måneden", "måneder")}


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of a file's period, and what of the register it is held against.

    Attributes:
        where: The part, for people.
        against: What it is held against, for people.
        is_again: They are the very same weeks or months.
        cut: Citizens of the register whose ids come after the file's last.
        shared: The file's citizens and the register's, whenever they were in it.
        codes_gone: Codes of many in the register that nobody has in the file, with how many.
    """

    register: str
    where: str
    against: str
    is_again: bool
    before: Measure
    now: Measure
    cut: int
    shared: Shared
    codes_gone: Mapping[str, int]


def judge_part(part: Compared, limits: Limits) -> list[Finding]:
    """What looks wrong in a part of a support or hours file."""
    base = part.before.citizens
    if base < limits.smallest:
        return []
    found = []
    more = part.now.citizens - base
    fall = limits.gone if part.is_again else limits.change
    if exceeds(-more, fall, base) or exceeds(more, limits.change, base):
        found.append(
            high(
                "fewer_citizens" if more < 0 else "more_citizens",
                f"I {part.where} er der {count(part.now.citizens)} borgere mod {count(base)} "
                f"{part.against} ({suspicion.change(base, part.now.citizens)}). Er filen hel og "
                "den rette?",
            )
        )
    elif exceeds(
        abs(part.now.amount - part.before.amount), limits.change, part.before.amount, people=base
    ):
        things = "rækker" if part.register == "hours" else "uger med en kode"
        found.append(
            high(
                "less_covered" if part.now.amount < part.before.amount else "more_covered",
                f"I {part.where} er der {count(part.now.amount)} {things} mod "
                f"{count(part.before.amount)} {part.against} "
                f"({suspicion.change(part.before.amount, part.now.amount)}). Se efter, at "
                "kolonnerne ikke er byttet om, og at filen er hel.",
            )
        )
    if part.codes_gone:
        codes = ", ".join(f"{code} ({count(many)})" for code, many in part.codes_gone.items())
        found.append(
            high(
                "codes_missing_in_file",
                f"I {part.where} har ingen borgere koder, som mange har {part.against}: {codes}. "
                "Mangler en kilde i filen?",
            )
        )
    unknown = part.shared.now - part.shared.same
    if part.shared.now >= limits.smallest and unknown > limits.unknown * part.shared.now:
        found.append(suspicion.unknown_citizens(part.where, unknown, part.shared.now))
    elif exceeds(part.cut, limits.cut, base):
        found.append(
            high(
                "cut_off",
                f"I {part.where} mangler alle efter filens sidste borger-id; {part.against} var "
                f"det {count(part.cut)} af {count(base)} borgere. Er filen skåret af?",
            )
        )
    return found + _judge_level(part, limits)


def _judge_level(part: Compared, limits: Limits) -> list[Finding]:
    before, now = part.before, part.now
    if not before.hours or not now.hours:
        return []
    levels = [Fraction(each.hours) / each.amount for each in (before, now)]
    if not exceeds(abs(levels[1] - levels[0]), limits.change, levels[0], people=before.citizens):
        return []
    return [
        high(
            "hours_level",
            f"I {part.where} er der i snit {suspicion.number(levels[1])} timer pr. borger og måned "
            f"mod {suspicion.number(levels[0])} {part.against} ({suspicion.change(*levels)}). Er "
            "det timer, og for hele måneder?",
        )
    ]


def judge_strangers(other: str, shared: Shared, limits: Limits) -> list[Finding]:
    """Whether the first file of a register is of other people than another register.

    Few may be in both, where one holds the municipality and the other its jobseekers; but some.

    Args:
        other: What the other register is of.
        shared: Its citizens, and the file's.
        limits: When it looks wrong.
    """
    fewest = min(shared.before, shared.now)
    if fewest < limits.smallest or shared.same >= limits.cut * fewest:
        return []
    held = {"support": "støtte", "hours": "løntimer"}[other]
    return [
        high(
            "unknown_citizens",
            f"Kun {count(shared.same)} af filens {count(shared.now)} borgere er blandt de "
            f"{count(shared.before)}, som registret har {held} for. Er citizen_id den rette "
            "kolonne, og id'erne dannet på samme måde?",
        )
    ]


def judge_end(
    register: str, last: str, *, before: Fraction, now: int, limits: Limits
) -> list[Finding]:
    """Whether the newest week or month of a file is there at all.

    Args:
        register: What the file is of.
        last: The last week or month of the file's period.
        before: Citizens a week or month, as the register has had them lately.
        now: Citizens in the last one.
        limits: When it looks wrong.
    """
    if before < limits.smallest or not exceeds(before - now, limits.change, before):
        return []
    one, the, _ = UNIT_NAMES[register]
    return [
        high(
            "newest_missing",
            f"I den sidste {one}, {last}, er der {count(now)} borgere; registret har "
            f"{count(round(before))}. Mangler {the} i filen?",
        )
    ]


def judge_relabelled(
    register: str, where: str, against: str, shared: Shared, limits: Limits
) -> list[Finding]:
    """Whether a new period has the very rows of the one beside it, under other weeks or months."""
    if not _is_same(shared, limits):
        return []
    if register == "support" and shared.moving < _MOVING * shared.now:
        return []
    return [
        high(
            "earlier_period_relabelled",
            f"I {where} er {count(shared.same)} af {count(max(shared.before, shared.now))} rækker "
            f"de samme som {against}. Er en anden periode sendt under ny dato?",
        )
    ]


def judge_moved(
    register: str, where: str, moved: Mapping[int, Shared], limits: Limits
) -> list[Finding]:
    """Whether weeks or months that are sent again, with other rows, stand one too early or late.

    Args:
        register: What the file is of.
        where: The weeks or months, for people.
        moved: Their rows beside the register's of one earlier (1) and of one later (-1).
        limits: When it looks wrong.
    """
    one, _, _ = UNIT_NAMES[register]
    return [
        high(
            "period_moved",
            f"I {where} er {count(shared.same)} af {count(max(shared.before, shared.now))} rækker "
            f"dem, som registret har en {one} {'tidligere' if way > 0 else 'senere'}. Er ugerne "
            "og månederne regnet rigtigt om?",
        )
        for way, shared in moved.items()
        if _is_same(shared, limits)
    ]


def judge_shortened(register: str, ends: str, ended: str) -> Finding:
    """Say that a file ends before one that began at the same place."""
    _, _, units = UNIT_NAMES[register]
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
    mean = Fraction(rows.hours) / rows.amount
    said = f"Filens {count(rows.amount)} rækker"
    if rows.hours == 0:
        return [high("hours_all_zero", f"{said} har alle 0 timer. Er den rette kolonne sendt?")]
    if highest <= 1:
        return [
            high("hours_are_shares", f"{said} har højst 1 time hver. Er det andele af fuld tid?")
        ]
    if mean > MOST_MEAN_HOURS:
        return [
            high(
                "hours_too_many",
                f"{said} har i snit {suspicion.number(mean)} timer på en måned. Er det en anden "
                "enhed?",
            )
        ]
    return []


def is_other(shared: Shared, limits: Limits) -> bool:
    """Whether what is held against each other has not the same rows."""
    return not _is_same(shared, limits)


def _is_same(shared: Shared, limits: Limits) -> bool:
    most = max(shared.before, shared.now)
    return shared.now >= limits.smallest and shared.same >= limits.same * most
