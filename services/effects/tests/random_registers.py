"""Random registers that live where calendars are awkward, and the files they are written to."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .slow_reading import Course, Month, Register, Week, iso_week, later, walk_weeks

_BEGINNINGS = (
    date(2015, 9, 3),  # towards week 53 of 2015 and 29 February 2016
    date(2019, 8, 31),  # towards 29 February and week 53 of 2020
    date(2020, 11, 1),
    date(2023, 7, 31),  # towards 29 February 2024
    date(2026, 6, 30),  # towards week 53 of 2026
    date(2099, 6, 1),  # towards the 28 days of February 2100
)
_DAYS = (1, 2, 27, 28, 29, 30, 31)


def draw_register(random: Random) -> Register:
    """A small register of a year or two, with courses at all of its edges."""
    begins = random.choice(_BEGINNINGS)
    first = iso_week(begins)
    last = later(first, random.randint(30, 110))
    weeks = walk_weeks(first, last)
    codes = _draw_codes(random, weeks)
    citizens = [f"{number:03d}" for number in range(random.randint(1, 9))]
    support = [
        spell for citizen in citizens for spell in _draw_spells(random, citizen, weeks, codes)
    ]
    hours = [row for citizen in citizens for row in _draw_hours(random, citizen, weeks)]
    courses = [
        _draw_course(random, str(number), [*citizens, "unknown"], weeks)
        for number in range(random.randint(1, 25))
    ]
    random.shuffle(support)
    random.shuffle(hours)
    random.shuffle(courses)
    if random.random() < 0.3:  # coverage given narrower or wider than the rows
        first, last = later(first, random.randint(-6, 9)), later(last, random.randint(-9, 6))
    hours_coverage = None
    if random.random() < 0.5:
        months = sorted({_month(later(week, random.randint(-9, 9))) for week in weeks})
        hours_coverage = (random.choice(months[:6]), random.choice(months[-6:]))
        hours_coverage = min(hours_coverage), max(hours_coverage)
    min_hours = random.choice([Decimal(1), Decimal("0.5"), Decimal(37), Decimal("160.33")])
    return Register(courses, support, hours, codes, (first, last), hours_coverage, min_hours)


def _month(week: Week) -> Month:
    thursday = date.fromisocalendar(*week, 4)
    return thursday.year, thursday.month


def _draw_codes(random: Random, weeks: list[Week]) -> list[tuple[str, str, date, date]]:
    """A code list in which some codes change class on some day of a week in the register."""
    always = (date(1990, 1, 1), date(9999, 12, 31))
    codes = [
        ("111", "support", *always),
        ("0121", "subsidised_work", *always),
        ("651", "education", *always),
        ("998", "retired", *always),
        ("999", "dead", *always),
        ("997", "abroad", *always),
    ]
    for code, first_class, second_class in (
        ("reform", "support", "education"),
        ("old", "education", "subsidised_work"),
        ("odd", random.choice(["support", "retired"]), random.choice(["support", "abroad"])),
    ):
        turn = date.fromisocalendar(*random.choice(weeks), random.randint(1, 7))
        codes.append((code, first_class, always[0], turn))
        codes.append((code, second_class, turn + timedelta(days=1), always[1]))
    return codes


def _draw_spells(
    random: Random, citizen: str, weeks: list[Week], codes: list[tuple[str, str, date, date]]
) -> list[tuple[str, Week, Week, str]]:
    """Spells one after another, with and without weeks between; some end in death or abroad."""
    names = [code for code, *_ in codes]
    usual = ["111", "111", "111", "651", "0121", "reform", "old"]
    spells: list[tuple[str, Week, Week, str]] = []
    place = random.choice([0, 0, random.randint(0, 40)])
    while place < len(weeks) and len(spells) < 40:
        length = random.choice([1, 2, 3, 4, 5, 8, 13, 30])
        stop = min(place + length, len(weeks)) - 1
        code = random.choice(usual if random.random() < 0.95 else names)
        spells.append((citizen, weeks[place], weeks[stop], code))
        place = stop + 1 + random.choice([0, 0, 1, 2, 3, 4, 5, 9, 20])
    if place < len(weeks) and random.random() < 0.3:
        spells.append((citizen, weeks[place], weeks[-1], random.choice(["999", "997", "998"])))
    return spells


def _draw_hours(
    random: Random, citizen: str, weeks: list[Week]
) -> list[tuple[str, Month, Decimal]]:
    """Hours in some months, often in several rows that only together reach a threshold."""
    rows = []
    for month in sorted({_month(week) for week in weeks}):
        if random.random() < 0.4:
            amounts = random.choice(
                [["160.33"], ["0.4", "0.6"], ["0.3", "0.2"], ["0"], ["0.1"] * 10, ["20", "17"]]
            )
            rows += [(citizen, month, Decimal(amount)) for amount in amounts]
    return rows


def _draw_day(random: Random, weeks: list[Week]) -> date:
    """A day in or near the register, mostly at the turn of a month."""
    week = later(random.choice(weeks), random.choice([-30, -3, 0, 0, 0, 0, 0, 0, 3, 30]))
    day = date.fromisocalendar(*week, random.randint(1, 7))
    if random.random() < 0.6:
        for clamped in (random.choice(_DAYS), 28):
            try:
                return day.replace(day=clamped)
            except ValueError:
                continue
    return day


def _draw_course(random: Random, course_id: str, citizens: list[str], weeks: list[Week]) -> Course:
    starts_on: date | None = _draw_day(random, weeks)
    ends_on: date | None = None
    if starts_on is not None and random.random() < 0.9:
        ends_on = starts_on + timedelta(days=random.choice([0, 0, 1, 27, 30, 58, 91, 200]))
    business_oriented: bool | None = random.random() < 0.5
    if random.random() < 0.08:  # ordered, never started; sometimes with a date to end on
        starts_on, business_oriented = None, random.choice([None, True])
    return Course(
        course_id=course_id,
        citizen_id=random.choice(citizens),
        offer_id=random.choice(["01", "1", "a,b", 'the "odd" one']),
        target_group=random.choice(["dagpenge", "kontanthjælp"]),
        match_group=random.choice([None, "2", "3"]),
        starts_on=starts_on,
        ends_on=ends_on,
        price_dkk=random.choice([None, Decimal("1000.10"), Decimal("0.05"), Decimal(20000)]),
        business_oriented=business_oriented,
    )


@dataclass(frozen=True)
class Files:
    """The four files of a register."""

    courses: Path
    support: Path
    hours: Path
    codes: Path


def week_text(week: Week) -> str:
    return f"{week[0]}-W{week[1]:02d}"


def month_text(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def write_files(register: Register, folder: Path, *, suffix: str = ".csv") -> Files:
    """Write the register in the formats that the program reads."""
    courses = [
        {
            "note": "kept",
            "course_id": course.course_id,
            "citizen_id": course.citizen_id,
            "offer_id": course.offer_id,
            "provider_id": "12345678",
            "target_group": course.target_group,
            "match_group": course.match_group,
            "municipality": "999",
            "starts_on": course.starts_on,
            "ends_on": course.ends_on,
            "birth_year": 1980,
            "price_dkk": course.price_dkk,
            "business_oriented": course.business_oriented,
        }
        for course in register.courses
    ]
    support = [
        {"code": code, "citizen_id": citizen, "from_week": week_text(a), "to_week": week_text(b)}
        for citizen, a, b, code in register.support
    ]
    hours = [
        {"citizen_id": citizen, "month": month_text(month), "hours": amount}
        for citizen, month, amount in register.hours
    ]
    codes = [
        {"code": code, "class": class_, "label_da": "æøå", "valid_from": a, "valid_to": b}
        for code, class_, a, b in register.codes
    ]
    files = Files(
        *(folder / f"{name}{suffix}" for name in ("courses", "support", "hours", "codes"))
    )
    _write(files.courses, courses, _COURSE_TYPES)
    _write(
        files.support, support, dict.fromkeys(("code", "citizen_id", "from_week", "to_week"), _T)
    )
    _write(files.hours, hours, {"citizen_id": _T, "month": _T, "hours": pa.float64()})
    _write(
        files.codes,
        codes,
        {"code": _T, "class": _T, "label_da": _T, "valid_from": _T, "valid_to": _T},
    )
    return files


_T = pa.string()
_COURSE_TYPES = {
    **dict.fromkeys(("note", "course_id", "citizen_id", "offer_id", "provider_id"), _T),
    **dict.fromkeys(("target_group", "match_group", "municipality"), _T),
    "starts_on": pa.date32(),
    "ends_on": pa.timestamp("ms"),
    "birth_year": pa.float64(),
    "price_dkk": pa.decimal128(12, 2),
    "business_oriented": pa.bool_(),
}


def _write(path: Path, rows: list[dict[str, Any]], types: dict[str, pa.DataType]) -> None:
    if path.suffix == ".parquet":
        columns = {}
        for name, type_ in types.items():
            values = [row[name] for row in rows]
            if type_ == _T:
                values = [None if value is None else str(value) for value in values]
            elif type_ == pa.timestamp("ms"):
                values = [value and datetime.combine(value, time.min) for value in values]
            elif type_ == pa.float64():
                values = [None if value is None else float(value) for value in values]
            columns[name] = pa.array(values, type_)
        pq.write_table(pa.table(columns), path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(types))
        writer.writeheader()
        writer.writerows(rows)
