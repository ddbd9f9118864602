"""What is counted of a file of courses, or of a code list, and of what its register has.

The file's rows stand staged.
"""

# ruff: noqa: S608 -- names are our own, and values are bound

from dataclasses import dataclass

from effects.registers import measure_queries
from effects.registers.measure_queries import Shared
from kit.database import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCourses:
    """What of a file of courses the registers know.

    Attributes:
        held: Courses of the register.
        rows: Those of the file.
        known: Those of the file that the register has under their ids.
        same: Known ones that say the very same as before.
        moved: Known ones that were another citizen's.
        twice: Those of the same citizen, offer and first day as another, under another id: in the
            register, on visitation's feed, or before it in the file.
        strange_groups: Those in a target group that the register does not have.
        providers_as_offers: Those whose offer the register has as a provider alone.
        priced: Those with a price, in an offer of which the register has prices.
        strange_prices: Those of them that cost ten times as much as there on the average, or a
            tenth.
    """

    held: int
    rows: int
    known: int
    same: int
    moved: int
    twice: int
    strange_groups: int
    providers_as_offers: int
    priced: int
    strange_prices: int


async def compare_courses(session: Session, municipality: str) -> KnownCourses:
    """Hold the file's courses against those that the registers have."""
    row = await measure_queries.find_one(
        session,
        f"""
        WITH held AS MATERIALIZED (SELECT * FROM {measure_queries.rows_of("courses", "register")}),
        others AS (
            SELECT citizen_id, offer_id, starts_on,
                min(course_id) AS first_id, max(course_id) AS last_id
            FROM (
                SELECT course_id, citizen_id, offer_id, starts_on FROM held
                UNION ALL
                SELECT referral_id, citizen_id, offer_id, starts_on FROM participations
                WHERE municipality = :municipality
            ) AS told WHERE starts_on IS NOT NULL GROUP BY citizen_id, offer_id, starts_on
        ), prices AS (
            SELECT offer_id, avg(price_dkk) AS usual FROM held GROUP BY offer_id
        ), file AS (
            SELECT n.*, prices.usual,
                c.course_id IS NOT NULL AS known, c.citizen_id <> n.citizen_id AS moved,
                (c.citizen_id, c.offer_id, c.provider_id, c.target_group, c.match_group,
                 c.starts_on, c.ends_on, c.birth_year, c.price_dkk, c.business_oriented)
                IS NOT DISTINCT FROM (n.citizen_id, n.offer_id, n.provider_id, n.target_group,
                 n.match_group, n.starts_on, n.ends_on, n.birth_year, n.price_dkk,
                 n.business_oriented) AS same,
                row_number() OVER (PARTITION BY n.citizen_id, n.offer_id, n.starts_on
                    ORDER BY n.course_id) AS turn,
                others.first_id <> n.course_id OR others.last_id <> n.course_id AS is_told
            FROM pg_temp.staged AS n LEFT JOIN held AS c USING (course_id)
            LEFT JOIN others ON others.citizen_id = n.citizen_id
                AND others.offer_id = n.offer_id AND others.starts_on = n.starts_on
            LEFT JOIN prices ON prices.offer_id = n.offer_id AND prices.usual > 0
        )
        SELECT (SELECT count(*) FROM held) AS held, count(*) AS rows,
            count(*) FILTER (WHERE known) AS known, count(*) FILTER (WHERE same) AS same,
            count(*) FILTER (WHERE moved) AS moved,
            count(*) FILTER (WHERE starts_on IS NOT NULL AND NOT known AND (turn > 1 OR is_told))
                AS twice,
            count(*) FILTER (WHERE target_group NOT IN (SELECT target_group FROM held))
                AS strange_groups,
            count(*) FILTER (WHERE offer_id IN (SELECT provider_id FROM held)
                AND offer_id NOT IN (SELECT offer_id FROM held)) AS providers_as_offers,
            count(price_dkk + usual) AS priced,
            count(*) FILTER (WHERE price_dkk NOT BETWEEN usual / 10 AND usual * 10)
                AS strange_prices
        FROM file
        """,
        municipality=municipality,
    )
    return KnownCourses(**row._mapping)  # noqa: SLF001 - a row's names are its public mapping


@dataclass(frozen=True, slots=True)
class CourseShape:
    """What a file of courses looks like by itself."""

    rows: int
    citizens: int
    offers: int
    odd_ages: int
    with_age: int


async def shape_courses(session: Session) -> CourseShape:
    """Count what the file's courses name; an age at start under 15 or over 80 is odd."""
    row = await measure_queries.find_one(
        session,
        """
        WITH file AS (
            SELECT citizen_id, offer_id,
                extract(year FROM starts_on)::integer - birth_year AS age FROM pg_temp.staged)
        SELECT count(*) AS rows, count(DISTINCT citizen_id) AS citizens,
            count(DISTINCT offer_id) AS offers, count(age) AS with_age,
            count(*) FILTER (WHERE age NOT BETWEEN 15 AND 80) AS odd_ages
        FROM file
        """,
    )
    return CourseShape(row.rows, row.citizens, row.offers, row.odd_ages, row.with_age)


async def share_classes(session: Session, municipality: str, version: int) -> Shared:
    """The codes of a version of the list, those of the file, and those with the classes they had.

    ``now`` counts the codes that both hold.
    """
    row = await measure_queries.find_one(
        session,
        """
        WITH before AS (
            SELECT code, array_agg(DISTINCT class) AS classes FROM code_list_entries
            WHERE municipality = :municipality AND version = :version GROUP BY code
        ), now AS (
            SELECT code, array_agg(DISTINCT class) AS classes FROM pg_temp.staged GROUP BY code)
        SELECT (SELECT count(*) FROM before) AS before, count(*) AS now,
            count(*) FILTER (WHERE before.classes && now.classes) AS same
        FROM before JOIN now USING (code)
        """,
        municipality=municipality,
        version=version,
    )
    return Shared(row.before, row.now, row.same)
