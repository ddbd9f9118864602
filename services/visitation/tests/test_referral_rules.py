"""The rules of referrals, apart from where they are kept."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitation.referrals import terms
from visitation.referrals.rules import (
    ActNotPossible,
    CallOffState,
    LooseReferral,
    do_overlap,
    is_full_time,
)
from visitation.referrals.statuses import ACTS, OPEN, STATUSES

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
lengths = st.integers(min_value=0, max_value=400).map(lambda n: timedelta(days=n))


def referral(**changed: Any) -> LooseReferral:  # noqa: ANN401 - any column
    made = LooseReferral({})
    made.begin("0999", "r-1", {"targets": [], "reason_text": ""}, by="client-1", at=AT)
    made.__dict__.update(changed)
    return made


def told(version: int, status: Any, **changed: Any) -> CallOffState:  # noqa: ANN401 - any state
    fields: dict[str, Any] = dict.fromkeys(
        ("accepted_at", "declined_at", "decline_reason", "started_on", "ended_on", "end_reason")
    )
    return CallOffState(
        **{"version": version, "status": status, "happened_at": AT} | fields | changed
    )


STATES = (
    told(1, "received"),
    told(2, "accepted", accepted_at=AT),
    told(3, "started", accepted_at=AT, started_on=date(2026, 11, 2)),
    told(
        4,
        "ended",
        accepted_at=AT,
        started_on=date(2026, 11, 2),
        ended_on=date(2026, 11, 20),
        end_reason="completed",
    ),
)


@given(days, lengths, days, lengths)
def test_periods_overlap_when_they_have_a_day_in_common(
    first: date, first_length: timedelta, second: date, second_length: timedelta
) -> None:
    one, two = (first, first + first_length), (second, second + second_length)
    in_common = min(one[1], two[1]) >= max(one[0], two[0])
    assert do_overlap(one, two) == do_overlap(two, one) == in_common
    assert do_overlap(one, one)


@given(st.decimals(min_value=0, max_value=168, places=1))
def test_two_full_time_courses_are_more_than_a_full_week(hours: Decimal) -> None:
    assert is_full_time(hours) == (2 * hours > 37)


@given(days, st.integers(min_value=1, max_value=520))
def test_whole_weeks_are_counted_as_they_are_and_a_week_begun_as_whole(
    starts_on: date, weeks: int
) -> None:
    ends_on = starts_on + timedelta(weeks=weeks, days=-1)
    assert terms.weeks_between(starts_on, ends_on) == weeks
    assert terms.weeks_between(starts_on, ends_on + timedelta(days=1)) == weeks + 1
    assert terms.weeks_between(None, ends_on) is None


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=8))
def test_the_newest_state_stands_in_whatever_order_they_come(order: list[CallOffState]) -> None:
    made = referral(ordered_at=AT)
    for state in order:
        made.follow(state)
    newest = max(order, key=lambda each: each.version)
    expected = ("ordered", "accepted", "started", "completed")[newest.version - 1]
    assert (made.status, made.call_off_version) == (expected, newest.version)


@given(st.lists(st.sampled_from(STATES), max_size=6))
def test_what_was_never_ordered_follows_nothing(order: list[CallOffState]) -> None:
    made = referral()
    followed = [made.follow(state) for state in order]
    assert True not in followed
    assert made.status == "draft"


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_its_acts_and_refuses_the_others(status: Any) -> None:  # noqa: ANN401 - a status
    every: dict[str, dict[str, Any]] = {
        "draft": {},
        "awaiting_approval": {"asked_at": AT},
        "ordered": {"ordered_at": AT},
        "accepted": {"ordered_at": AT, "accepted_at": AT},
        "declined": {"ordered_at": AT, "declined_at": AT},
        "started": {"ordered_at": AT, "started_on": AT.date()},
        "completed": {"ordered_at": AT, "started_on": AT.date(), "completed_at": AT},
        "aborted": {"ordered_at": AT, "started_on": AT.date(), "aborted_at": AT},
        "assessed": {"ordered_at": AT, "completed_at": AT, "assessed_at": AT},
    }
    moments = every[status]
    made = referral(**moments)
    assert (made.status, made.acts) == (status, ACTS[status])
    assert made.is_open == (status in OPEN)
    doing: dict[str, Any] = {
        "revise": lambda each: each.revise({}),
        "align": lambda each: each.align("phone", {}, acknowledged_at=AT, by="x"),
        "abort": lambda each: each.abort("job", ended_on=None, by="x", at=AT),
        "assess": lambda each: each.assess([], "job", by="x", at=AT),
    }
    for act, do in doing.items():
        each = referral(**moments)
        if act in ACTS[status]:
            do(each)
        else:
            with pytest.raises(ActNotPossible):
                do(each)
