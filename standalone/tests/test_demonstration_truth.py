"""What was planted is found again by a slow reading of the files that shares no code with us."""

import csv
import datetime as dt
import json
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from effects import reading
from effects.coverage import Coverage
from effects.definitions import select_definitions
from effects.kernel import compute_outcomes, compute_results
from effects.tables import pack_tables
from effects.weeks import format_week
from standalone.demonstration.generate import generate
from standalone.demonstration.municipality import Municipality

LAST_DAY = dt.date(2026, 11, 15)
ON_SUPPORT = {"support", "subsidised_work"}
GONE = {"dead", "abroad", "retired"}


@dataclass
class Share:
    """Ended courses with a whole follow-up, and those whose citizen is then off support."""

    n: int = 0
    hits: int = 0
    citizens: set[str] = field(default_factory=set)

    @property
    def value(self) -> float:
        return self.hits / self.n

    def add(self, citizen: str, hit: bool) -> None:
        self.n += 1
        self.hits += hit
        self.citizens.add(citizen)


@dataclass
class Measured:
    """The share self-supporting in the week three months after the end, in several groupings."""

    truth: dict[str, Any]
    by_provider: dict[str, Share]
    by_offer: dict[str, Share]
    by_cell: dict[tuple[str, str], Share]
    by_group: dict[str, Share]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def monday(week: str) -> dt.date:
    year, number = week.split("-W")
    return dt.date.fromisocalendar(int(year), int(number), 1)


def three_months_after(day: dt.date) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + 3, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def measure(at: Municipality) -> Measured:
    classes = {row["code"]: row["class"] for row in rows(at.codes)}
    spells: defaultdict[str, list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    for row in rows(at.support):
        end = monday(row["to_week"]) + dt.timedelta(days=6)
        spells[row["citizen_id"]].append((monday(row["from_week"]), end, classes[row["code"]]))
    found = Measured(
        json.loads(at.truth.read_text(encoding="utf-8")), *(defaultdict(Share) for _ in range(4))
    )
    for row in rows(at.courses):
        if not row["ends_on"]:
            continue
        day = three_months_after(dt.date.fromisoformat(row["ends_on"]))
        if day > LAST_DAY:
            continue
        here = [state for start, end, state in spells[row["citizen_id"]] if start <= day <= end]
        if here and here[0] in GONE:
            continue
        hit = not here or here[0] not in ON_SUPPORT
        found.by_provider[row["provider_id"]].add(row["citizen_id"], hit)
        found.by_offer[row["offer_id"]].add(row["citizen_id"], hit)
        found.by_cell[row["offer_id"], row["target_group"]].add(row["citizen_id"], hit)
        found.by_group[row["target_group"]].add(row["citizen_id"], hit)
    return found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    return generate(tmp_path_factory.mktemp("town"), as_of="2026-W46")


@pytest.fixture(scope="module")
def measured(town: Municipality) -> Measured:
    return measure(town)


def pooled(measured: Measured, group: str, multiplier: float) -> Share:
    """All courses of a target group in offers with this planted effect, but the cherry-picker's."""
    share = Share()
    for offer in measured.truth["offers"]:
        if offer["provider_id"] == measured.truth["cherry_picker"]:
            continue
        cell = measured.by_cell.get((offer["offer_id"], group))
        if cell and offer["exit_multiplier"].get(group) == multiplier:
            share.n += cell.n
            share.hits += cell.hits
    return share


def test_every_target_group_has_a_plausible_share(measured: Measured) -> None:
    assert len(measured.by_group) == 8
    for group, share in measured.by_group.items():
        assert share.n > 500, group
        assert 0.18 < share.value < 0.55, group


def test_offers_that_help_stand_above_those_that_do_nothing(measured: Measured) -> None:
    for group in ("dagpenge", "kontanthjaelp"):
        assert pooled(measured, group, 2.6).value > pooled(measured, group, 1.0).value + 0.08
        assert pooled(measured, group, 1.5).value > pooled(measured, group, 1.0).value + 0.03


def test_one_offer_harms(measured: Measured) -> None:
    harming = [it["offer_id"] for it in measured.truth["offers"] if it["effect"] == "harm"]
    assert len(harming) == 1
    cells = {
        group: cell
        for (offer, group), cell in measured.by_cell.items()
        if offer == harming[0] and cell.n > 80
    }
    assert len(cells) >= 2
    for group, cell in cells.items():
        assert cell.value < pooled(measured, group, 1.0).value - 0.1


def test_the_provider_that_picks_easy_cases_ranks_first_and_has_no_effect(
    measured: Measured,
) -> None:
    picker = measured.truth["cherry_picker"]
    by_share = sorted(measured.by_provider, key=lambda it: -measured.by_provider[it].value)
    assert by_share[0] == picker
    assert measured.by_provider[picker].n > 300
    for offer in measured.truth["offers"]:
        if offer["provider_id"] == picker:
            assert set(offer["exit_multiplier"].values()) == {1.0}


def test_the_case_mix_tells_who_picks(measured: Measured) -> None:
    mix = {it["provider_id"]: it["case_mix"] for it in measured.truth["providers"]}
    picker = mix.pop(measured.truth["cherry_picker"])
    assert picker["share_easy"] > 2 * max(it["share_easy"] for it in mix.values())
    weeks = [it["mean_weeks_on_support_before"] for it in mix.values()]
    assert picker["mean_weeks_on_support_before"] < min(weeks)


def test_some_cells_are_too_small_to_show_and_new_offers_have_none(measured: Measured) -> None:
    few = [cell for cell in measured.by_cell.values() if len(cell.citizens) < 5]
    assert 5 <= len(few) <= 40
    ended_too_late = {f"tilbud-{n:03}" for n in (56, 57, 58)}
    assert not ended_too_late & set(measured.by_offer)
    assert {it["offer_id"] for it in measured.truth["offers"]} > ended_too_late


def test_no_offer_runs_more_courses_than_it_has_seats(town: Municipality) -> None:
    offers = [json.loads(line) for line in town.offers.read_text(encoding="utf-8").splitlines()]
    seats = {offer["id"]: offer["capacity"] for offer in offers}
    running = Counter(
        row["offer_id"] for row in rows(town.courses) if row["starts_on"] and not row["ends_on"]
    )
    assert running
    assert all(count <= seats[offer] for offer, count in running.items())


def test_offers_are_unevenly_popular(measured: Measured) -> None:
    sizes = sorted((share.n for share in measured.by_offer.values()), reverse=True)
    assert sizes[0] > 20 * sizes[-5]
    assert sum(sizes[:12]) > sum(sizes) * 0.4


def test_the_service_takes_every_row_and_measures_the_same(
    town: Municipality, measured: Measured
) -> None:
    with duckdb.connect() as con:
        readings = [
            reading.read_codes(con, town.codes),
            reading.read_support(con, town.support),
            reading.read_hours(con, town.hours),
            reading.read_courses(con, town.courses),
        ]
        assert [it.mistakes for it in readings] == [()] * 4
        assert [it.rows for it in readings] == [
            len(rows(path)) for path in (town.codes, town.support, town.hours, town.courses)
        ]
        names = ("courses", "support", "hours", "codes")
        register = pack_tables(**{name: con.sql(f"FROM {name}").to_arrow_table() for name in names})
    assert register.from_week is not None
    assert register.to_week is not None
    assert format_week(register.from_week) == "2018-W47"
    assert format_week(register.to_week) == "2026-W46"
    coverage = Coverage(register.from_week, register.to_week)
    outcomes = compute_outcomes(
        register, coverage, definitions=select_definitions(["self_support_3m"])
    )
    results = compute_results(outcomes, by=["offer_id", "target_group"]).to_pylist()
    found = {(it["offer_id"], it["target_group"]): (it["n"], it["numerator"]) for it in results}
    counted = {cell: pair for cell, pair in found.items() if pair[0]}
    assert counted == {cell: (it.n, it.hits) for cell, it in measured.by_cell.items()}
