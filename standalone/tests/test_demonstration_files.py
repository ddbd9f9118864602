"""The generated files are what architecture's formats ask for, and the same for the same seed."""

import csv
import datetime as dt
import hashlib
import json
import re
import uuid
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from standalone.demonstration.catalogue import TARGET_GROUPS
from standalone.demonstration.generate import generate
from standalone.demonstration.municipality import Municipality
from visitation.code_lists import published
from visitation.code_lists.lookup import CodeLists
from visitation.offers.schemas import ImportedOffer
from visitation.offers.service import unknown_codes

AS_OF = "2026-W46"
FIRST_WEEK = dt.date.fromisocalendar(2018, 47, 1)
LAST_WEEK = dt.date.fromisocalendar(2026, 46, 1)
CODE_CLASSES = {"support", "subsidised_work", "education", "retired", "dead", "abroad"}
FORBIDDEN_IN_TRUTH = ("multiplier", "cherry", "popularity")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    return generate(tmp_path_factory.mktemp("town"), as_of=AS_OF, scale=0.2)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def monday(week: str) -> dt.date:
    year, number = re.fullmatch(r"(\d{4})-W(\d\d)", week).groups()  # type: ignore[union-attr] # no match fails the test
    return dt.date.fromisocalendar(int(year), int(number), 1)


def digests(at: Municipality) -> dict[str, str]:
    """Of each file; those of attendance taken together."""
    found = {
        str(path.relative_to(at.codes.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(at.codes.parent.rglob("*"))
        if path.is_file() and path.parent != at.attendance
    }
    batches = hashlib.sha256()
    for path in sorted(at.attendance.iterdir()):
        batches.update(path.name.encode() + path.read_bytes())
    return {name: digest[:16] for name, digest in found.items()} | {
        "attendance": batches.hexdigest()[:16]
    }


def offers_of(at: Municipality) -> list[dict[str, Any]]:
    return [json.loads(line) for line in at.offers.read_text(encoding="utf-8").splitlines()]


def test_the_same_seed_gives_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    assert digests(generate(tmp_path, as_of=AS_OF, seed=1, scale=0.02)) == {
        "agreements.ndjson": "7094d0725153cb23",
        "answers.ndjson": "7e6a9b1e9f081529",
        "attendance": "50dd3ef31c675ec2",
        "call_offs.ndjson": "ea40ec64752bb197",
        "citizens.ndjson": "b192c3002b7ad870",
        "codes.csv": "a1d1731ca7dee909",
        "cohorts.ndjson": "7f8bc96002fe8b0f",
        "complaints.ndjson": "52170178a8dbfd39",
        "courses.csv": "b95f3a03e67e3dc6",
        "hours.csv": "17348eed9de1c8bc",
        "inspections.ndjson": "1a90e9a1c1b6ee99",
        "next_month/courses.csv": "e677a83af6d09d2b",
        "next_month/hours.csv": "1d0c74a3bf7a218c",
        "next_month/support.csv": "054ab1420d3b5c4e",
        "offers.ndjson": "f7bc132d57ec083f",
        "providers.ndjson": "09cc6dee4b7de885",
        "referrals.ndjson": "37707f61ee109235",
        "support.csv": "69a9b4dfcdd71a4c",
        "truth/truth.json": "3102b05b34645bb9",
    }


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    one = generate(tmp_path / "one", as_of=AS_OF, seed=1, scale=0.01)
    two = generate(tmp_path / "two", as_of=AS_OF, seed=2, scale=0.01)
    alike = {name for name, digest in digests(one).items() if digests(two)[name] == digest}
    assert alike == {
        *("codes.csv", "offers.ndjson", "providers.ndjson", "agreements.ndjson"),
        "cohorts.ndjson",
    }


def test_no_half_written_file_is_left(town: Municipality) -> None:
    assert not [path for path in town.codes.parent.rglob("*") if path.name.startswith(".")]


def test_spells_are_real_weeks_in_order_and_never_overlap(town: Municipality) -> None:
    spells: defaultdict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for row in rows(town.support):
        spells[row["citizen_id"]].append((monday(row["from_week"]), monday(row["to_week"])))
    for own in spells.values():
        assert all(start <= end for start, end in own)
        assert all(before[1] < after[0] for before, after in pairwise(own))
    assert min(own[0][0] for own in spells.values()) == FIRST_WEEK
    assert max(own[-1][1] for own in spells.values()) == LAST_WEEK


def test_every_code_is_valid_in_each_of_its_weeks(town: Municipality) -> None:
    valid: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(town.codes):
        assert row["class"] in CODE_CLASSES
        valid[row["code"]].append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for code, first, last in {
        (row["code"], row["from_week"], row["to_week"]) for row in rows(town.support)
    }:
        week = monday(first)
        while week <= monday(last):
            thursday = (week + dt.timedelta(days=3)).isoformat()
            assert sum(start <= thursday <= end for start, end in valid[code]) == 1
            week += dt.timedelta(days=7)


def test_a_reform_changes_a_code_in_the_middle_of_spells(town: Municipality) -> None:
    ends = {
        (row["citizen_id"], row["to_week"]) for row in rows(town.support) if row["code"] == "130"
    }
    goes_on = {
        row["citizen_id"]
        for row in rows(town.support)
        if row["code"] == "131" and row["from_week"] == "2025-W27"
    }
    assert {week for _, week in ends} <= {
        f"{y}-W{w:02}" for y in range(2018, 2026) for w in range(54)
    }
    assert sum((citizen, "2025-W26") in ends for citizen in goes_on) > 50


def test_every_way_of_life_occurs(town: Municipality) -> None:
    by_code = Counter(row["code"] for row in rows(town.support))
    listed = {row["code"] for row in rows(town.codes)}
    assert set(by_code) == listed
    assert min(by_code.values()) >= 5


def test_hours_are_positive_quarters_in_real_months(town: Municipality) -> None:
    months: Counter[tuple[str, str]] = Counter()
    for row in rows(town.hours):
        assert re.fullmatch(r"\d{1,3}\.(00|25|50|75)", row["hours"])
        assert 0 < float(row["hours"]) <= 250
        assert "2018-11" <= row["month"] == f"{dt.date.fromisoformat(row['month'] + '-01'):%Y-%m}"
        months[row["citizen_id"], row["month"]] += 1
    assert max(months.values()) == 2, "some months come from two employers"


def test_some_who_are_without_codes_have_no_hours_either(town: Municipality) -> None:
    coded = {row["citizen_id"] for row in rows(town.support)}
    with_hours = {row["citizen_id"] for row in rows(town.hours)}
    assert len(coded - with_hours) > 20
    assert len(with_hours - coded) > 5


def test_courses_start_within_four_years_and_end_after_they_start(town: Municipality) -> None:
    for row in rows(town.courses):
        if not row["starts_on"]:
            assert (row["ends_on"], row["price_dkk"]) == ("", "0.00")
            continue
        start = dt.date.fromisoformat(row["starts_on"])
        assert LAST_WEEK - dt.timedelta(weeks=208) < start < LAST_WEEK + dt.timedelta(days=7)
        assert float(row["price_dkk"]) > 0
        if row["ends_on"]:
            assert start <= dt.date.fromisoformat(row["ends_on"]) < LAST_WEEK + dt.timedelta(days=7)


def test_courses_respect_target_and_match_groups(town: Municipality) -> None:
    offers = {offer["id"]: offer for offer in offers_of(town)}
    for row in rows(town.courses):
        offer = offers[row["offer_id"]]
        assert row["target_group"] in offer["target_groups"]
        assert row["match_group"] in offer["match_groups"]
        assert row["provider_id"] == offer["provider_id"]
        assert row["municipality"] == "0999"
    assert {row["target_group"] for row in rows(town.courses)} == set(TARGET_GROUPS)


def test_courses_that_never_started_still_run_or_repeat_are_there(town: Municipality) -> None:
    courses = rows(town.courses)
    assert sum(not row["starts_on"] for row in courses) > 20
    assert sum(bool(row["starts_on"]) and not row["ends_on"] for row in courses) > 20
    per_citizen = Counter(row["citizen_id"] for row in courses)
    assert sum(count > 1 for count in per_citizen.values()) > 100
    assert len({row["course_id"] for row in courses}) == len(courses)
    same_day = Counter((row["citizen_id"], row["starts_on"]) for row in courses if row["starts_on"])
    assert max(same_day.values()) == 2, "a mentor's course runs beside another"


def test_subsidised_weeks_lie_inside_business_oriented_courses(town: Municipality) -> None:
    courses = defaultdict(list)
    for row in rows(town.courses):
        if row["starts_on"]:
            end = row["ends_on"] or "9999-12-31"
            courses[row["citizen_id"]].append((row["starts_on"], end, row["business_oriented"]))
    wage_subsidy = [row for row in rows(town.support) if row["code"] in {"121", "122"}]
    assert wage_subsidy
    for row in wage_subsidy:
        first = (monday(row["from_week"]) + dt.timedelta(days=6)).isoformat()
        last = monday(row["to_week"]).isoformat()
        assert any(a <= first and last <= b for a, b, _ in courses[row["citizen_id"]])


def test_the_offers_are_sixty_of_fifteen_providers(town: Municipality) -> None:
    offers = offers_of(town)
    assert [offer["id"] for offer in offers] == [f"tilbud-{n:03}" for n in range(1, 61)]
    assert len({offer["name"] for offer in offers}) == 60
    providers = {offer["provider_id"]: offer["provider_name"] for offer in offers}
    assert sorted(providers) == [f"leverandoer-{n:02}" for n in range(1, 16)]
    assert sum("(privat)" in name for name in providers.values()) == 12
    assert {group for offer in offers for group in offer["target_groups"]} == set(TARGET_GROUPS)
    for offer in offers:
        assert 2 <= len(offer["target_groups"]) <= 5
        assert 10 <= float(offer["hours_per_week"]) <= 37
        assert 1 <= offer["duration_weeks"] <= 13


def test_visitation_takes_every_offer(town: Municipality) -> None:
    listed = (
        (it["list"], it["code"], it["label_da"], it["valid_from"], it["valid_to"])
        for it in published.read()
    )
    codes = CodeLists.of(listed)
    for offer in offers_of(town):
        row = ImportedOffer.model_validate(offer)
        assert list(unknown_codes(row, codes, LAST_WEEK)) == []
        told = row.model_dump(mode="json", include=set(offer), exclude_none=True)
        assert told == {name: "" if value is None else value for name, value in offer.items()}


def test_citizens_are_opaque_uuids(town: Municipality) -> None:
    ids = {row["citizen_id"] for path in (town.support, town.hours) for row in rows(path)}
    assert 0.98 * 3000 <= len(ids) <= 3000
    assert all(uuid.UUID(text).version == 8 and str(uuid.UUID(text)) == text for text in ids)


def test_nothing_planted_stands_in_what_the_services_read(town: Municipality) -> None:
    for path in (town.codes, town.support, town.courses, town.offers):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in FORBIDDEN_IN_TRUTH)
    assert town.truth.parent != town.courses.parent


def test_an_impossible_week_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="week"):
        generate(tmp_path, as_of="2021-W53")
