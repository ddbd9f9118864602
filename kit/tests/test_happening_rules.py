"""When an act happened: who may say so, and how far back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from kit import happening
from kit.happening import NotYetHappened, TooLongAgo
from kit.rights import Caller

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DANISH = timezone(timedelta(hours=1))


def caller(*rights: str) -> Caller:
    return Caller("system-1", "client", "0999", frozenset(rights))


def test_what_is_not_said_happens_now() -> None:
    assert happening.moment_of(caller(), None, at=NOW) == NOW


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(hours=24), timedelta(minutes=-5)], ids=str)
def test_the_last_day_is_told_by_anybody_and_clocks_may_differ(ago: timedelta) -> None:
    said = (NOW - ago).astimezone(DANISH)
    told = happening.moment_of(caller(), said, at=NOW)
    assert (told, told.tzinfo) == (said, UTC)


def test_history_takes_a_right() -> None:
    said = NOW - timedelta(hours=24, seconds=1)
    with pytest.raises(TooLongAgo) as refused:
        happening.moment_of(caller(), said, at=NOW, pointer="/acknowledged_at")
    assert [error.pointer for error in refused.value.errors] == ["/acknowledged_at"]
    assert happening.moment_of(caller(happening.HISTORY), said, at=NOW) == said


def test_nobody_tells_the_future() -> None:
    said = NOW + timedelta(minutes=5, seconds=1)
    with pytest.raises(NotYetHappened):
        happening.moment_of(caller(happening.HISTORY), said, at=NOW)


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_no_clock_could_turn_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(happening.HappenedAt).validate_json(f'"{said}"')
