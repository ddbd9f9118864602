"""What looks wrong in a file of courses, and in a code list."""

from fractions import Fraction

from effects.registers import suspicion
from effects.registers.course_measure_queries import CourseShape, KnownCourses
from effects.registers.measure_queries import Shared
from effects.registers.suspicion import Finding, Limits, count, high


def judge_courses(shape: CourseShape, limits: Limits) -> list[Finding]:
    """What looks wrong in a file of courses by itself."""
    found = []
    if shape.rows >= limits.smallest and shape.offers > max(shape.citizens, shape.rows // 2):
        found.append(
            high(
                "citizen_and_offer_swapped",
                f"{count(shape.rows)} forløb har {count(shape.offers)} tilbud og "
                f"{count(shape.citizens)} borgere. Er citizen_id og offer_id byttet om?",
            )
        )
    if shape.with_age >= limits.smallest and shape.odd_ages > limits.change * shape.with_age:
        found.append(
            high(
                "birth_years_odd",
                f"{count(shape.odd_ages)} af {count(shape.with_age)} borgere er under 15 eller "
                "over 80 år ved start. Er birth_year den rette kolonne?",
            )
        )
    return found


def judge_known_courses(courses: KnownCourses, citizens: Shared, limits: Limits) -> list[Finding]:
    """What looks wrong in a file of courses beside those that are known, and the support register.

    Args:
        courses: What of the file the registers know.
        citizens: Citizens of the support register and of the file.
        limits: When it looks wrong.
    """
    found = []
    known = courses.known
    if known >= limits.smallest and courses.moved > limits.change * known:
        found.append(
            high(
                "courses_change_citizen",
                f"{count(courses.moved)} af {count(known)} kendte forløb får en anden borger. Er "
                "kolonner byttet om, eller id'erne dannet på ny?",
            )
        )
    if courses.rows >= limits.smallest and courses.twice > limits.cut * courses.rows:
        found.append(
            high(
                "courses_twice",
                f"{count(courses.twice)} af {count(courses.rows)} forløb har samme borger, tilbud "
                "og startdato som et andet med et andet course_id. Er id'erne dannet på ny, eller "
                "står forløbene der to gange?",
            )
        )
    may_be_strange = min(courses.held, courses.rows) >= limits.smallest
    if may_be_strange and courses.strange_groups > limits.unknown * courses.rows:
        found.append(
            high(
                "unknown_target_groups",
                f"{count(courses.strange_groups)} af {count(courses.rows)} forløb har en "
                "målgruppe, som registret ikke kender. Er target_group den rette kolonne?",
            )
        )
    if may_be_strange and courses.providers_as_offers > limits.change * courses.rows:
        found.append(
            high(
                "offer_and_provider_swapped",
                f"{count(courses.providers_as_offers)} af {count(courses.rows)} forløb har et "
                "tilbud, som registret kender som leverandør. Er offer_id og provider_id byttet "
                "om?",
            )
        )
    if (
        courses.priced >= limits.smallest
        and courses.strange_prices > limits.change * courses.priced
    ):
        found.append(
            high(
                "prices_level",
                f"{count(courses.strange_prices)} af {count(courses.priced)} forløb koster over ti "
                "gange så meget eller under en tiendedel af tilbuddets forløb i registret. Er "
                "price_dkk i kroner?",
            )
        )
    unknown = citizens.now - citizens.same
    if (
        min(citizens.before, citizens.now) >= limits.smallest
        and unknown > limits.unknown * citizens.now
    ):
        found.append(
            suspicion.unknown_citizens("filen", unknown, citizens.now, register="støtteregistret")
        )
    return found


def judge_course_count(
    before: int, now: int, begins: str, *, longer: Fraction, limits: Limits
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
    most = before * max(longer, Fraction(1))
    fewer = suspicion.exceeds(before - now, limits.change, before)
    if before < limits.smallest or not (
        fewer or suspicion.exceeds(now - most, limits.change, most, people=before)
    ):
        return []
    return [
        high(
            "fewer_courses" if fewer else "more_courses",
            f"Filen har {count(now)} forløb fra {begins} og frem; den forrige, der begyndte "
            f"samme dag, havde {count(before)} ({suspicion.change(before, now)}). Er filen hel "
            "og den rette?",
        )
    ]


def judge_classes(shared: Shared, limits: Limits) -> list[Finding]:
    """Whether a code list gives the codes that it had other classes."""
    other = shared.now - shared.same
    if shared.now < limits.smallest or other <= limits.change * shared.now:
        return []
    return [
        high(
            "classes_changed",
            f"{count(other)} af {count(shared.now)} koder får en anden klasse. Er class den "
            "rette kolonne?",
        )
    ]
