"""Writes the demonstration municipality's files, byte for byte the same for a seed and a week."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from standalone.demonstration import contracting, delivery, judgements, registers, truth
from standalone.demonstration.case_files import call_off_lines, cohort_lines, referral_lines
from standalone.demonstration.casework import work_cases
from standalone.demonstration.catalogue import (
    MATCH_GROUPS,
    TARGET_GROUPS,
    Offer,
    offer_id,
    read_catalogue,
)
from standalone.demonstration.citizens import citizen_lines
from standalone.demonstration.codes import CODES
from standalone.demonstration.course_facts import course_price, held_placement
from standalone.demonstration.courses import NEVER, Course
from standalone.demonstration.municipality import MUNICIPALITY, SEED, Municipality
from standalone.demonstration.planted import plant
from standalone.demonstration.population import CITIZENS, Population, draw_population
from standalone.demonstration.simulation import simulate
from standalone.demonstration.weeks import Calendar

MONTH = 4
"""How many weeks the next month's register holds."""
_COURSE_COLUMNS = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,"
    "starts_on,ends_on,birth_year,price_dkk,business_oriented"
)


def generate(
    folder: Path, *, as_of: str, seed: int = SEED, scale: float = 1.0, ahead: int = MONTH
) -> Municipality:
    """Write the files of the demonstration municipality.

    Args:
        folder: Where; made when missing, and files of the same names replaced.
        as_of: The last week that the registers cover, as ``2026-W46``.
        seed: Another seed gives other people, histories and planted effects.
        scale: 1.0 gives 15,000 citizens; the offers are 60 at any scale.
        ahead: How many weeks the register holds that is still to come.

    Raises:
        ValueError: When ``as_of`` is no ISO week or the scale gives no citizens.
    """
    calendar = Calendar.until(as_of, ahead=ahead)
    count = round(CITIZENS * scale)
    if count < 1:
        raise ValueError("no citizens at this scale")
    streams = [
        np.random.Generator(np.random.PCG64(child))
        for child in np.random.SeedSequence(seed).spawn(10)
    ]
    providers, offers = read_catalogue()
    planted = plant(streams[0], offers)
    people = draw_population(streams[1], calendar, count)
    lived = simulate(streams[2], people, offers, planted, calendar, scale=scale)
    history = lived.until(calendar.weeks)
    at = Municipality.at(folder)
    for inner in (at.truth.parent, at.attendance, at.next_month):
        inner.mkdir(parents=True, exist_ok=True)
    _write(at.codes, _code_lines())
    _write(at.offers, (_offer_line(offer, scale) for offer in offers))
    known, coming = range(calendar.weeks), range(calendar.weeks, len(calendar.mondays))
    for weeks, rng, in_folder, told in (
        (known, streams[3], folder, history),
        (coming, streams[9], at.next_month, lived),
    ):
        spells = registers.support_lines(people, told, calendar, weeks)
        _write(in_folder / at.support.name, ("citizen_id,from_week,to_week,code", *spells))
        hours = registers.hours_lines(rng, people, told, calendar, weeks)
        _write(in_folder / at.hours.name, ("citizen_id,month,hours", *hours))
        courses = _course_lines(told.courses, people, offers, calendar)
        _write(in_folder / at.courses.name, courses)
    casework = work_cases(streams[4], people, offers, history, calendar, scale=scale)
    twin = casework.referrals[0].citizen if casework.referrals else 0
    for path, lines in (
        (at.citizens, citizen_lines(people, history, calendar, twin=twin)),
        (at.providers, contracting.provider_lines(providers)),
        (at.agreements, contracting.agreement_lines(providers, offers, calendar)),
        (at.cohorts, cohort_lines(casework)),
        (at.referrals, referral_lines(casework, people, twin=twin)),
        (at.call_offs, call_off_lines(casework, people)),
        (at.inspections, judgements.inspection_lines(streams[6], offers, calendar)),
        (at.complaints, judgements.complaint_lines(streams[7], casework, people, calendar)),
        (at.answers, judgements.answer_lines(streams[8], history, offers, planted, calendar)),
    ):
        _write(path, lines)
    for batch in delivery.report_attendance(streams[5], casework, calendar):
        _write(at.attendance / batch.file_name, batch.lines)
    found = truth.describe(seed, as_of, providers, offers, planted, history.courses)
    _write(at.truth, (json.dumps(found, ensure_ascii=False, indent=1),))
    return at


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all, with the same line ends everywhere."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    aside.replace(path)


def _code_lines() -> Iterable[str]:
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(("code", "class", "label_da", "valid_from", "valid_to"))
    rows.writerows(asdict(code).values() for code in CODES)
    return sheet.getvalue().splitlines()


def _offer_line(offer: Offer, scale: float) -> str:
    """An offer as the bulk import of visitation takes it."""
    return json.dumps(
        {
            "id": offer.id,
            "name": offer.name,
            "provider_id": offer.provider.id,
            "provider_name": offer.provider.name,
            "agreement_id": contracting.agreement_id(offer.provider),
            "kind": offer.kind,
            "content_elements": offer.content_elements,
            "description": offer.description,
            "target_groups": offer.target_groups,
            "match_groups": offer.match_groups,
            "themes": offer.themes,
            "hours_per_week": f"{offer.hours}.0",
            "duration_weeks": offer.weeks,
            "price": {"amount": offer.price, "per": offer.per},
            "place": {
                "address": offer.provider.address,
                "postal_code": MUNICIPALITY,
                "city": "Eksempelby",
            },
            "accessible": offer.accessible,
            "accessibility_note": offer.accessibility_note,
            "intake": offer.intake,
            "capacity": offer.seats(scale),
            "prerequisites": offer.prerequisites,
            "languages": offer.languages,
            "status": offer.status,
            **({"predecessors": [offer_id(offer.replaces)]} if offer.replaces else {}),
        },
        ensure_ascii=False,
    )


def _course_lines(
    courses: list[Course], people: Population, offers: tuple[Offer, ...], calendar: Calendar
) -> Iterable[str]:
    yield _COURSE_COLUMNS
    for number, course in enumerate(courses, 1):
        offer = offers[course.offer]
        started = course.start != NEVER
        ended = started and course.end != NEVER
        weeks = course.end - course.start + 1 if ended else course.planned_weeks
        price = course_price(offer, weeks) if started else 0
        yield ",".join(
            (
                f"forloeb-{number:06}",
                people.ids[course.citizen],
                offer.id,
                offer.provider.id,
                TARGET_GROUPS[course.group],
                MATCH_GROUPS[course.match],
                MUNICIPALITY,
                calendar.day(course.start, course.start_day) if started else "",
                calendar.day(course.end, course.end_day) if ended else "",
                str(people.birth_year[course.citizen]),
                f"{price // 100}.{price % 100:02}",
                "true" if started and held_placement(offer, number) else "false",
            )
        )
