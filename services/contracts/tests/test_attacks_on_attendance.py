"""What was tried against attendance from outside, and must go on failing."""

from typing import Any

import httpx
import pytest

from . import factories
from .conftest import Follow
from .factories import key

BATCHES = "/v1/attendance/batches"
COURSE = "bestilling-1"


def row(day: str, **changed: object) -> dict[str, Any]:
    return {
        "call_off_id": COURSE,
        "day": day,
        "planned_hours": 6,
        "attended_hours": 6,
        **changed,
    }


@pytest.mark.parametrize("query", ["from_day=2026-09-10", "week=2026-W38"])
async def test_days_that_were_reported_before_an_earlier_end_was_are_in_every_list(
    client: httpx.AsyncClient, follow_events: Follow, query: str
) -> None:
    await factories.started_call_off(client, follow_events, COURSE, started_on="2026-09-07")
    days = ["2026-09-08", "2026-09-14", "2026-09-15"]
    assert (await client.post(BATCHES, json=[row(day) for day in days])).status_code == 200
    end = {"ended_on": "2026-09-09", "reason": "left"}
    ended = await client.post(f"/v1/call-offs/{COURSE}/end", json=end, headers=key())
    assert ended.status_code == 200, ended.text
    found = (await client.get(f"/v1/attendance?{query}")).json()["items"]
    assert [each["day"] for each in found] == days[1:]
    file = (await client.get(f"/v1/attendance/export?{query}")).text
    assert len(file.splitlines()) == 3
