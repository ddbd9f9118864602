"""Comparisons and descriptions of groups against the same counted one course at a time."""

import statistics
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from effects import kernel
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS
from effects.kernel import loops

Row = dict[str, Any]
Drawn = tuple[list[Row], kernel.Outcomes]
BY = ("offer_id", "target_group")
PERIOD = (date(2023, 3, 1), date(2023, 9, 30))
TODAY = date(2023, 8, 15)


def _draw_outcomes(random: Random) -> list[Row]:
    """Outcomes as stage 1 might leave them, with every verdict and every kind of gap."""
    choices = [loops.YES, loops.NO, loops.LEFT_THE_COUNT, loops.OUTSIDE_REGISTER]
    rows: list[Row] = []
    for number in range(random.choice([1, 30, 120])):
        starts_on = date(2023, random.randint(1, 12), random.randint(1, 28))
        ends_on = random.choice([None, starts_on, date(2023, 12, 31)])
        row = {
            "course_id": str(number),
            "citizen_id": str(random.randint(1, 25)),
            "offer_id": random.choice(["a", "b", "c"]),
            "target_group": random.choice(["dagpenge", "sygedagpenge"]),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "business_oriented": True,
            "birth_year": random.choice([None, 1950, 1992, 1993, 1994, 2000]),
            "price_dkk": random.choice([Decimal("100.10"), Decimal(7), Decimal(0), None]),
            "weeks_on_support_before": random.choice([None, 0, 3, 3, 17, 104]),
        }
        for definition in DEFINITIONS:
            outside = ends_on is None and definition.anchor == "end"
            row[definition.name] = loops.OUTSIDE_REGISTER if outside else random.choice(choices)
        rows.append(row)
    if random.random() < 0.5:  # an offer with a price for all its courses
        for row in rows:
            row["price_dkk"] = row["price_dkk"] or Decimal("12.34")
    return rows


_SCHEMA = pa.schema(
    {
        **dict.fromkeys(("course_id", "citizen_id", "offer_id", "target_group"), pa.string()),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "business_oriented": pa.bool_(),
        "birth_year": pa.int16(),
        "price_dkk": pa.decimal128(14, 2),
        "weeks_on_support_before": pa.int32(),
        **dict.fromkeys((definition.name for definition in DEFINITIONS), pa.int8()),
    }
)


@pytest.fixture(params=range(12))
def drawn(request: pytest.FixtureRequest) -> Drawn:
    rows = _draw_outcomes(Random(request.param))  # noqa: S311 - a seeded register, no secret
    return rows, _outcomes(pa.Table.from_pylist(rows, _SCHEMA))


def _outcomes(table: pa.Table) -> kernel.Outcomes:
    return kernel.outcomes_of_table(table, Coverage(1, 2))


def _within(day: date | None, period: kernel.Period) -> bool:
    first, last = period
    if first is None or last is None:
        return True
    return day is not None and first <= day <= last


def _split(rows: list[Row], group: Row) -> tuple[list[Row], list[Row]]:
    """The group's rows, and the others of its target group."""
    own = [row for row in rows if all(row[column] == group[column] for column in BY)]
    kind = [row for row in rows if row["target_group"] == group["target_group"]]
    return own, [row for row in kind if row not in own]


def _citizens(rows: Sequence[Row]) -> int:
    return len({row["citizen_id"] for row in rows})


@pytest.mark.parametrize("period", [(None, None), PERIOD])
def test_a_group_is_compared_with_all_other_courses_of_its_target_group(
    drawn: Drawn, period: kernel.Period
) -> None:
    rows, outcomes = drawn
    compared = kernel.compute_comparisons(outcomes, by=BY, period=period).to_pylist()
    results = kernel.compute_results(outcomes, by=BY, period=period).to_pylist()
    keys = [*BY, "definition"]
    assert [[row[k] for k in keys] for row in compared] == [
        [row[k] for k in keys] for row in results
    ]
    assert len(compared) == 10 * len({(row["offer_id"], row["target_group"]) for row in rows})
    definitions = {definition.name: definition for definition in DEFINITIONS}
    for answer, result in zip(compared, results, strict=True):
        name = answer["definition"]
        anchor = f"{definitions[name].anchor}s_on"
        own, others = (
            [row for row in side if row[name] >= 0 and _within(row[anchor], period)]
            for side in _split(rows, answer)
        )
        yes = [row for row in others if row[name] == loops.YES]
        days, other_days = [row[anchor] for row in own], [row[anchor] for row in others]
        assert result["n"] == len(own)
        assert result["citizens"] == _citizens(own)
        assert answer["comparison_n"] == len(others)
        assert answer["comparison_citizens"] == _citizens(others)
        assert answer["comparison_numerator"] == len(yes)
        assert answer["period_from"] == min(days, default=None)
        assert answer["period_to"] == max(days, default=None)
        assert answer["comparison_period_from"] == min(other_days, default=None)
        assert answer["comparison_period_to"] == max(other_days, default=None)
        if others:
            assert answer["comparison_value"] == pytest.approx(len(yes) / len(others))
            assert answer["comparison_ci_low"] <= answer["comparison_value"]
            assert answer["comparison_ci_high"] >= answer["comparison_value"]
        else:
            assert answer["comparison_value"] is answer["comparison_ci_low"] is None


def _described(rows: list[Row], period: kernel.Period) -> Row:
    started = [row for row in rows if _within(row["starts_on"], period)]
    priced = [row for row in started if row["price_dkk"] is not None]
    known = [row for row in started if row["weeks_on_support_before"] is not None]
    tried = [row for row in rows if row["exit_to_job"] >= 0 and _within(row["ends_on"], period)]
    exits = ("exit_to_job", "exit_to_education")
    good = [row for row in tried if any(row[name] == loops.YES for name in exits)]
    weeks = [row["weeks_on_support_before"] for row in known]
    quartiles = (
        statistics.quantiles(weeks, n=4, method="inclusive") if len(weeks) > 1 else weeks * 3
    )
    aged = [row for row in started if row["birth_year"] is not None]
    young = [row for row in aged if row["starts_on"].year - row["birth_year"] < 30]
    under_way = [
        row
        for row in rows
        if row["starts_on"] <= TODAY and (row["ends_on"] is None or row["ends_on"] >= TODAY)
    ]
    finished = [
        row
        for row in rows
        if row["ends_on"] is not None
        and row["ends_on"] <= TODAY
        and _within(row["ends_on"], period)
    ]
    unpriced = any(row["price_dkk"] is None for row in tried)
    return {
        "courses": len(started),
        "citizens": _citizens(started),
        "period_from": min((row["starts_on"] for row in started), default=None),
        "period_to": max((row["starts_on"] for row in started), default=None),
        "in_offer": len(under_way),
        "in_offer_citizens": _citizens(under_way),
        "finished": len(finished),
        "finished_citizens": _citizens(finished),
        "age_n": len(aged),
        "age_citizens": _citizens(aged),
        "under_30_share": len(young) / len(aged) if aged else None,
        "price_n": len(priced),
        "price_citizens": _citizens(priced),
        "mean_price_dkk": float(statistics.mean(row["price_dkk"] for row in priced))
        if priced
        else None,
        "effect_price_n": len(tried),
        "effect_price_citizens": _citizens(tried),
        "effect_price_successes": len(good),
        "effect_price_dkk": float(sum(row["price_dkk"] for row in tried) / len(good))
        if good and not unpriced
        else None,
        "weeks_before_n": len(known),
        "weeks_before_citizens": _citizens(known),
        "weeks_before_q1": quartiles[0] if weeks else None,
        "weeks_before_median": quartiles[1] if weeks else None,
        "weeks_before_q3": quartiles[2] if weeks else None,
    }


@pytest.mark.parametrize("period", [(None, None), PERIOD])
def test_a_group_is_described_beside_all_others_of_its_target_group(
    drawn: Drawn, period: kernel.Period
) -> None:
    rows, outcomes = drawn
    answers = kernel.describe_groups(outcomes, by=BY, period=period, as_of=TODAY).to_pylist()
    assert len(answers) == len({(row["offer_id"], row["target_group"]) for row in rows})
    for answer in answers:
        own, others = (_described(side, period) for side in _split(rows, answer))
        expected = own | {f"comparison_{column}": value for column, value in others.items()}
        for column, value in expected.items():
            if isinstance(value, float):
                assert answer[column] == pytest.approx(value), (column, answer)
            else:
                assert answer[column] == value, (column, answer)


def test_one_group_of_all_has_nothing_to_be_compared_with(
    drawn: Drawn,
) -> None:
    rows, outcomes = drawn
    (answer,) = kernel.describe_groups(outcomes, by=(), within=()).to_pylist()
    assert (answer["courses"], answer["comparison_courses"]) == (len(rows), 0)
    compared = kernel.compute_comparisons(outcomes, by=(), within=()).to_pylist()
    assert {row["comparison_n"] for row in compared} == {0}


@pytest.mark.parametrize(
    ("by", "within", "wrong"),
    [
        (["nope"], [], ("nope",)),
        (["offer_id", "offer_id"], [], ("offer_id",)),
        (["offer_id"], ["target_group"], ("target_group",)),
        (["definition"], [], ("definition",)),
    ],
)
def test_a_grouping_that_cannot_be_is_refused_by_name(
    by: list[str], within: list[str], wrong: tuple[str, ...]
) -> None:
    table = _SCHEMA.empty_table().append_column("definition", pa.array([], pa.string()))
    with pytest.raises(kernel.ColumnNotThere) as refused:
        kernel.compute_comparisons(_outcomes(table), by=by, within=within)
    assert refused.value.names == wrong


def test_columns_may_be_called_anything() -> None:
    names = ['the "odd" one', "g0", "n_0", "citizen", "select"]
    rows = _draw_outcomes(Random(3))  # noqa: S311 - a seeded register, no secret
    table = pa.Table.from_pylist(rows, _SCHEMA)
    for name in names:
        table = table.append_column(name, pa.array(["x"] * len(rows)))
    outcomes = _outcomes(table)
    for answer in (
        kernel.compute_results(outcomes, by=names),
        kernel.compute_comparisons(outcomes, by=names, within=names[:2]),
        kernel.describe_groups(outcomes, by=names, within=()),
    ):
        assert answer.column_names[: len(names)] == names
        assert answer.to_pylist()[0]["select"] == "x"
