"""What is too much is refused at once, and no municipality or client crowds out another."""

import asyncio
from contextlib import ExitStack

import pytest

from kit.admission import WAITS_OF_ONE, Admission, Overloaded, Pace, TooManyRequests
from kit.rights import Caller


def caller(subject: str, kind: str = "client") -> Caller:
    return Caller(subject, kind, "0999", frozenset())  # type: ignore[arg-type]


def test_a_client_that_asks_too_often_is_told_when_to_come_again_and_others_are_not() -> None:
    now = [1_000.0]
    pace = Pace(10, clock=lambda: now[0])
    left = [pace.take("eager")["RateLimit"] for _ in range(10)]
    assert left[0].startswith('"client";r=9;')
    assert left[-1].startswith('"client";r=0;')
    with pytest.raises(TooManyRequests) as refused:
        pace.take("eager")
    assert refused.value.headers["Retry-After"] == "1"
    assert pace.take("patient")["RateLimit"].startswith('"client";r=9;')
    now[0] += 1.0
    pace.take("eager")
    with pytest.raises(TooManyRequests):
        pace.take("eager")
    now[0] += 10.0
    assert pace.take("eager")["RateLimit"].startswith('"client";r=9;')


def test_refused_requests_do_not_lengthen_the_wait() -> None:
    now = [1_000.0]
    pace = Pace(2, clock=lambda: now[0])
    pace.take("a")
    pace.take("a")
    for _ in range(100):
        with pytest.raises(TooManyRequests):
            pace.take("a")
    now[0] += 5.0
    pace.take("a")


def test_strangers_cannot_make_the_house_forget_a_client_that_asks() -> None:
    now = [1_000.0]
    pace = Pace(2, clock=lambda: now[0])
    for number in range(20_000):
        now[0] += 0.0001
        pace.take(f"stranger-{number}")
        if number % 5_000 == 0:
            try:
                pace.take("a")
            except TooManyRequests:
                return
    pytest.fail("a client that asked more often than it may was forgotten")


def test_our_own_services_are_not_counted() -> None:
    admission = Admission(at_once=1, transactions=1, requests_per_window=1)
    assert [admission.count(caller("service-effects", "service")) for _ in range(3)] == [{}] * 3


def test_more_than_a_process_can_hold_is_shed_and_waiting_is_counted_apart() -> None:
    admission = Admission(at_once=2, transactions=1, requests_per_window=0)
    admission.enter()
    admission.enter()
    with pytest.raises(Overloaded) as refused:
        admission.enter()
    assert refused.value.headers == {"Retry-After": "1"}
    with admission.wait(caller("patient")):
        admission.leave()
        admission.enter()
        assert (admission.in_flight, admission.waiting, admission.shed) == (2, 1, 1)
    assert admission.waiting == 0


def test_one_client_waits_in_few_places_and_our_own_services_may_always() -> None:
    admission = Admission(at_once=2 * (WAITS_OF_ONE + 1), transactions=1, requests_per_window=0)
    with ExitStack() as waits:
        for _ in range(WAITS_OF_ONE):
            waits.enter_context(admission.wait(caller("eager")))
        with pytest.raises(TooManyRequests), admission.wait(caller("eager")):
            pass
        waits.enter_context(admission.wait(caller("other")))
        with pytest.raises(Overloaded), admission.wait(caller("third")):
            pass
        elsewhere = Caller("elsewhere", "client", "0101", frozenset())
        waits.enter_context(admission.wait(elsewhere))
        waits.enter_context(admission.wait(caller("service-effects", "service")))
    assert (admission.waiting, admission._waits) == (0, {})


async def test_a_municipality_takes_turns_and_another_need_not_wait_behind_it() -> None:
    admission = Admission(at_once=100, transactions=2, requests_per_window=0)
    inside: list[str] = []
    most = 0
    release = asyncio.Event()
    shed = 0

    async def work(municipality: str) -> None:
        nonlocal most, shed
        try:
            async with admission.turn(municipality):
                inside.append(municipality)
                most = max(most, inside.count("0101"))
                await release.wait()
                inside.remove(municipality)
        except Overloaded:
            shed += 1

    crowd = [asyncio.create_task(work("0101")) for _ in range(80)]
    await asyncio.sleep(0)
    other = asyncio.create_task(work("0999"))
    await asyncio.sleep(0.01)
    assert inside.count("0999") == 1
    release.set()
    await asyncio.gather(*crowd, other)
    assert (most, shed) == (2, 30)
    assert admission._turns == {}
