"""The loop goes round though each service is away for a minute of it, and the guide answers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from .towns import STEPS, GoingRound, Town

AWAY_SECONDS = 60.0
ABSENCES = {
    "choose": "gateway",
    "order": "contracts",
    "attendance": "visitation",
    "answer": "surveys",
    "measure": "effects",
}
"""Who is away from the beginning of which step. It cannot be ended without it, or the next cannot,
so that the minutes come one after the other: the example has patience for two."""
_PAUSE_SECONDS = 0.5
_PROFILE = {"target_group": "kontanthjaelp", "match_group": "jobparat"}


class Asking:
    """Somebody who asks the guide all the time, and keeps what it answered."""

    def __init__(self, town: Town) -> None:
        self._guide = f"{town.apart.urls['visitation']}/v1/guide"
        own = json.loads(town.demo.read_text("utf-8"))["clients"]["jobcenter"]
        answer = httpx.post(
            f"{town.apart.urls['gateway']}/v1/token",
            data={"grant_type": "client_credentials"},
            auth=(own["client_id"], own["client_secret"]),
        )
        self._token = answer.raise_for_status().json()["access_token"]

    def ask(self) -> str:
        """From when the guide's figures are; a failed answer raises."""
        answer = httpx.get(
            self._guide, params=_PROFILE, headers={"Authorization": f"Bearer {self._token}"}
        )
        return str(answer.raise_for_status().json()["released_at"])

    @contextmanager
    def all_the_time(self) -> Iterator[list[str]]:
        """Ask until the block ends; the dates of the figures that it told."""
        told: list[str] = []
        troubles: list[Exception] = []
        ended = threading.Event()

        def go_on() -> None:
            while not ended.wait(_PAUSE_SECONDS):
                try:
                    told.append(self.ask())
                except httpx.HTTPError as trouble:
                    troubles.append(trouble)

        asker = threading.Thread(target=go_on)
        asker.start()
        try:
            yield told
        finally:
            ended.set()
            asker.join()
        assert not troubles, troubles[0]


def test_the_loop_goes_round_though_each_service_is_away_for_a_minute_of_it(town: Town) -> None:
    begun = []
    answers: dict[str, list[str]] = {}
    asking = Asking(town)  # with a token for all of it: who gives them is away, too
    with GoingRound(town) as loop:
        for step in loop.steps():
            begun.append(step)
            if (service := ABSENCES.get(step)) is not None:
                answers[service] = _away_for_a_minute(town, service, asking)
        assert loop.ended_well(), "".join(loop.said)
    assert begun == list(STEPS)
    assert set(answers) == set(ABSENCES.values())
    assert "  repeated: 6 rækker\n" in loop.said
    for service in set(answers) - {"visitation"}:
        assert len(answers[service]) > AWAY_SECONDS / 10, "the guide answers throughout"


def _away_for_a_minute(town: Town, service: str, asking: Asking) -> list[str]:
    """Stop a service with its worker, and start both after a minute; what the guide told then."""
    mine = [name for name in town.apart.names if name.startswith(service)]
    assert len(mine) == 2, "an application and its worker"
    town.apart.stop(*mine)
    told: list[str] = []
    try:
        if service == "visitation":
            threading.Event().wait(AWAY_SECONDS)
        else:
            with asking.all_the_time() as told:
                threading.Event().wait(AWAY_SECONDS)
    finally:
        town.apart.start(*mine)
        town.apart.wait_until_ready()
    return told
