"""The casework files are what the services take, and hold every state that a screen must show."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from contracts.agreements.schemas import ImportedAgreement
from contracts.attendance.schemas import AttendanceRow
from contracts.call_offs.imported import ImportedCallOff
from contracts.complaints.schemas import ImportedComplaint
from contracts.inspections.schemas import ImportedInspection
from contracts.providers.schemas import ImportedProvider
from kit import cpr
from standalone.demonstration.citizens import TWIN
from standalone.demonstration.delivery import LATE_PROVIDER
from standalone.demonstration.generate import generate
from standalone.demonstration.municipality import Municipality
from standalone.demonstration.splitting import write_courses, write_hours, write_support
from surveys.answers.schemas import AnswerRow
from visitation.citizens.schemas import ImportedCitizen, NumberToIdentify
from visitation.cohorts.schemas import NewCohort
from visitation.referrals.import_rows import ImportedReferral
from visitation.referrals.schemas import NewReferral

AS_OF = "2026-W46"
LAST_DAY = dt.date.fromisocalendar(2026, 46, 7)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    return generate(tmp_path_factory.mktemp("town"), as_of=AS_OF)


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without(row: Row, *names: str) -> Row:
    return {name: it for name, it in row.items() if name not in names}


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("providers", ImportedProvider),
        ("agreements", ImportedAgreement),
        ("call_offs", ImportedCallOff),
        ("complaints", ImportedComplaint),
        ("inspections", ImportedInspection),
        ("answers", AnswerRow),
    ],
)
def test_the_services_take_every_row(town: Municipality, name: str, model: type[BaseModel]) -> None:
    told = rows(getattr(town, name))
    assert told
    for row in told:
        # The loader puts another id in its place; what the file says may look like a number.
        model.model_validate(row | ({"citizen_id": "borger-1"} if "citizen_id" in row else {}))


def test_visitation_takes_every_citizen_cohort_and_referral(town: Municipality) -> None:
    for row in rows(town.citizens):
        ImportedCitizen.model_validate(without(row, "citizen_id"))
        NumberToIdentify.model_validate({"cpr": row["cpr"]})
    for row in rows(town.cohorts):
        NewCohort.model_validate(without(row, "offer_id"))
    for row in rows(town.referrals):
        model = ImportedReferral if "ordered_at" in row else NewReferral
        model.model_validate(row | {"citizen_id": "borger-1"})


def test_contracts_takes_every_row_of_attendance(town: Municipality) -> None:
    started = {row["call_off_id"]: row for row in rows(town.call_offs) if "started_on" in row}
    seen = set()
    for batch in town.attendance.iterdir():
        header, *lines = batch.read_text(encoding="utf-8").splitlines()
        for line in lines:
            cells = zip(header.split(","), line.split(","), strict=True)
            said = {name: cell or None for name, cell in cells}
            row = AttendanceRow.model_validate(said)
            call_off = started[row.call_off_id]
            assert str(row.day) >= call_off["started_on"]
            assert str(row.day) <= call_off.get("ended_on", str(LAST_DAY))
            assert call_off["provider_id"] in batch.name
            assert (row.call_off_id, row.day) not in seen
            seen.add((row.call_off_id, row.day))
    assert len(seen) > 10_000


def test_every_citizen_has_a_number_that_is_nobodys(town: Municipality) -> None:
    numbers = [row["cpr"] for row in rows(town.citizens)]
    assert len(set(numbers)) == len(numbers) == 15_001
    assert all(61 <= int(number[:2]) <= 91 and cpr.contains(number) for number in numbers)


def test_a_number_stands_in_one_file_alone(town: Municipality) -> None:
    known = {row["cpr"] for row in rows(town.citizens)}
    for path in (town.referrals, town.call_offs, town.answers, town.complaints, town.offers):
        text = path.read_text(encoding="utf-8")
        assert not any(number in text for number in list(known)[:500])


def test_people_are_numbered(town: Municipality) -> None:
    assert all(row["name"].startswith("Borger ") for row in rows(town.citizens))


def test_one_citizen_is_registered_twice_and_was_referred_under_the_other_id(
    town: Municipality,
) -> None:
    twins = [row["citizen_id"] for row in rows(town.citizens) if row["citizen_id"].endswith(TWIN)]
    assert len(twins) == 1
    assert sum(row["citizen_id"] == twins[0] for row in rows(town.referrals)) == 1


def test_referrals_are_in_every_state(town: Municipality) -> None:
    states = Counter(_state(row) for row in rows(town.referrals))
    assert {state for state, count in states.items() if count >= 3} >= {
        *("draft", "ordered", "unaligned", "accepted", "declined"),
        *("started", "completed", "assessed", "aborted", "withdrawn"),
    }


def _state(row: Row) -> str:  # noqa: PLR0911 - one for each state
    if "ordered_at" not in row:
        return "draft"
    if "declined_at" in row:
        return "declined"
    if "assessed_at" in row:
        return "assessed"
    if "completed_at" in row:
        return "completed"
    if "aborted_at" in row:
        return "aborted" if "started_on" in row else "withdrawn"
    if "started_on" in row:
        return "started"
    if "aligned_at" not in row:
        return "unaligned"
    return "accepted" if "accepted_at" in row else "ordered"


def test_one_cohort_is_full_and_none_holds_more_than_its_seats(town: Municipality) -> None:
    seats = {row["id"]: row["seats"] for row in rows(town.cohorts)}
    taken = Counter(
        row["cohort_id"]
        for row in rows(town.referrals)
        if "cohort_id" in row and "ordered_at" in row and "declined_at" not in row
    )
    assert any(taken[cohort] == seats[cohort] for cohort in seats)
    assert all(taken[cohort] <= seats[cohort] for cohort in seats)


def test_offers_are_paused_closed_and_replaced(town: Municipality) -> None:
    offers = {row["id"]: row for row in rows(town.offers)}
    assert {"published", "paused", "closed"} == {row["status"] for row in offers.values()}
    replaced = [row for row in offers.values() if row.get("predecessors")]
    assert [offers[row["predecessors"][0]]["status"] for row in replaced] == ["closed"]


def test_one_week_of_one_provider_was_reported_late(town: Municipality) -> None:
    late = [batch.name for batch in town.attendance.iterdir() if _days_after_its_week(batch) > 2]
    assert [name.split("_")[1] for name in late] == [LATE_PROVIDER]


def _days_after_its_week(batch: Path) -> int:
    reported_on, _, week = batch.stem.split("_")
    year, number = map(int, week.split("-W"))
    sunday = dt.date.fromisocalendar(year, number, 7)
    return (dt.date.fromisoformat(reported_on) - sunday).days


def test_one_smiley_has_expired_and_every_smiley_is_given(town: Municipality) -> None:
    newest: dict[str, Row] = {}
    for row in sorted(rows(town.inspections), key=lambda row: row["inspected_on"]):
        newest[row["offer_id"]] = row
    year_ago = str(LAST_DAY - dt.timedelta(days=366))
    assert any(row["inspected_on"] < year_ago for row in newest.values())
    assert {row["smiley"] for row in newest.values()} == {1, 2, 3, 4}


def test_complaints_are_closed_open_and_overdue(town: Municipality) -> None:
    complaints = rows(town.complaints)
    late = str(LAST_DAY - dt.timedelta(days=28))
    still_open = [row for row in complaints if "closed_on" not in row]
    assert any(row["received_on"] < late for row in still_open)
    assert len(complaints) > 2 * len(still_open)


def test_what_is_said_of_an_offer_tells_little_of_what_it_does(town: Municipality) -> None:
    truth = json.loads(town.truth.read_text(encoding="utf-8"))
    liked: dict[str, list[int]] = {}
    for row in rows(town.answers):
        liked.setdefault(row["offer_id"], []).append(row["satisfaction"])
    mean = {offer: sum(scores) / len(scores) for offer, scores in liked.items()}
    picked = [
        offer["offer_id"]
        for offer in truth["offers"]
        if offer["provider_id"] == truth["cherry_picker"]
    ]
    helping = [offer["offer_id"] for offer in truth["offers"] if offer["effect"] == "strong"]
    assert min(mean[offer] for offer in picked) > 3.5
    assert any(mean[helper] < max(mean[offer] for offer in picked) for helper in helping)


def test_two_goes_make_one_register(town: Municipality, tmp_path: Path) -> None:
    citizens = {row["citizen_id"]: row["citizen_id"] for row in rows(town.citizens)}
    whole = write_support(town.support, tmp_path / "all.csv", citizens, until=AS_OF)
    assert whole.read_bytes() == town.support.read_bytes()
    early = write_support(town.support, tmp_path / "early.csv", citizens, until="2026-W42")
    late = write_support(
        town.support, tmp_path / "late.csv", citizens, after="2026-W42", until=AS_OF
    )
    assert _weeks(early) + _weeks(late) == _weeks(town.support)
    assert max(line.split(",")[2] for line in early.read_text().splitlines()[1:]) == "2026-W42"
    assert min(line.split(",")[1] for line in late.read_text().splitlines()[1:]) == "2026-W43"
    hours = write_hours(town.hours, tmp_path / "hours.csv", citizens, last="2026-10")
    assert hours.read_bytes() == town.hours.read_bytes()
    courses = write_courses(town.courses, tmp_path / "courses.csv", citizens, until="2026-W42")
    known = [line.split(",") for line in courses.read_text().splitlines()[1:]]
    assert max(row[7] for row in known) <= "2026-10-18"
    assert max(row[8] for row in known) <= "2026-10-18"


def _weeks(path: Path) -> int:
    total = 0
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        first, last = (_monday(week) for week in line.split(",")[1:3])
        total += (last - first).days // 7 + 1
    return total


def _monday(week: str) -> dt.date:
    year, number = map(int, week.split("-W"))
    return dt.date.fromisocalendar(year, number, 1)


def test_the_next_month_goes_on_where_the_registers_end(town: Municipality) -> None:
    coming = (town.next_month / "support.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split(",")[1] for line in coming} >= {"2026-W47"}
    assert max(line.split(",")[2] for line in coming) == "2026-W50"
    before = {
        line.split(",")[0]: line.split(",")[3]
        for line in town.support.read_text(encoding="utf-8").splitlines()[1:]
        if line.split(",")[2] == AS_OF
    }
    goes_on = sum(
        before.get(line.split(",")[0]) == line.split(",")[3]
        for line in coming
        if line.split(",")[1] == "2026-W47"
    )
    assert goes_on > 0.9 * len(before)
