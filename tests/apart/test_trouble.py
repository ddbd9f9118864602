"""Access, keys and the database are taken away under load: nothing acknowledged is lost."""

import asyncio
import json
import os
import secrets
import signal
import time
from collections.abc import Callable

import httpx

from gateway.commands import rotate_keys
from kit.testing.signing import Signer
from kit.tokens import KEYS_RETRY_SECONDS
from standalone.databases import SERVICES
from standalone.needed_clients import JOBCENTER
from standalone.secret_files import client_secret

from ..houses import OFFER, House, new_client, until  # noqa: TID252 - test folders are no packages

REVOKED_WITHIN_SECONDS = 5.0
PASSING = frozenset({"database_unavailable", "idempotency_in_progress", "import_in_progress"})


async def token_of_jobcenter(client: httpx.AsyncClient, house: House) -> httpx.Response:
    secret = client_secret(JOBCENTER.client_id, house.folder.secrets)
    return await client.post(
        house.url("gateway", "/v1/token"),
        data={"grant_type": "client_credentials"},
        auth=(JOBCENTER.client_id, secret),
    )


async def test_access_taken_back_is_refused_by_every_service_within_seconds(house: House) -> None:
    async with new_client() as client:
        administrator = house.bearer(subject="administrator")
        made = await client.post(
            house.url("gateway", "/v1/clients"),
            json={"name": "Fagsystem", "role": "jobcenter_system"},
            headers=administrator | {"Idempotency-Key": secrets.token_hex()},
        )
        assert made.status_code == 201, made.text
        client_id, secret = made.json()["id"], made.json()["secret"]
        granted = await client.post(
            house.url("gateway", "/v1/token"),
            data={"grant_type": "client_credentials"},
            auth=(client_id, secret),
        )
        mine = {"Authorization": f"Bearer {granted.json()['access_token']}"}

        async def statuses() -> list[tuple[int, str]]:
            answers = [
                await client.get(house.url(service, "/v1/events"), headers=mine)
                for service in SERVICES
            ]
            return [
                (answer.status_code, answer.json()["code"] if answer.is_error else "")
                for answer in answers
            ]

        assert await statuses() == [(200, "")] * len(SERVICES)
        revoked = await client.post(
            house.url("gateway", f"/v1/clients/{client_id}/revoke"),
            headers=administrator | {"Idempotency-Key": secrets.token_hex()},
        )
        assert revoked.status_code == 200, revoked.text

        async def are_refused() -> bool:
            return await statuses() == [(401, "token_revoked")] * len(SERVICES)

        await until(are_refused, seconds=REVOKED_WITHIN_SECONDS)
        others = await client.get(house.url("effects", "/v1/events"), headers=house.bearer())
        assert others.status_code == 200


async def test_keys_are_rotated_under_load_without_a_refused_request(house: House) -> None:
    key_file = house.folder.secrets.path("gateway_signing_keys")
    before = key_file.read_text()
    # Both keys are ours, as after a week of quiet: the file is old enough to be rotated.
    following = Signer("test-next")
    both = [house.signer.key.as_dict(private=True), following.key.as_dict(private=True)]
    refused: list[str] = []
    signed_by: set[str] = set()
    answered = 0
    stop = asyncio.Event()

    async def work(client: httpx.AsyncClient) -> None:
        nonlocal answered
        token, asked_at = "", 0.0
        while not stop.is_set():
            # Not each time: a client may fetch so many a minute.
            if time.monotonic() - asked_at > 1:
                granted, asked_at = await token_of_jobcenter(client, house), time.monotonic()
                token = granted.json()["access_token"]
                signed_by.add(token.partition(".")[0])
            for service in SERVICES:
                answer = await client.get(
                    house.url(service, "/v1/events"), headers={"Authorization": f"Bearer {token}"}
                )
                answered += 1
                if answer.status_code != 200:
                    refused.append(f"{service}: {answer.text}")

    pids = house.pids()
    try:
        async with new_client() as client:
            key_file.write_text(json.dumps({"keys": both}))
            await until(lambda: _publishes(client, house, following.kid))
            working = [asyncio.create_task(work(client)) for _ in range(4)]
            # A week is long enough for all to have asked for the keys since the next one was there.
            await asyncio.sleep(KEYS_RETRY_SECONDS + 0.5)
            week_ago = time.time() - 7 * 86_400
            os.utime(key_file, (week_ago, week_ago))
            rotate_keys(file=key_file)
            await until(lambda: _is_so(lambda: len(signed_by) > 1))
            await asyncio.sleep(1.0)
            stop.set()
            await asyncio.gather(*working)
    finally:
        key_file.write_text(before)
    assert refused == []
    assert answered > 50
    assert len(signed_by) == 2
    assert house.pids() == pids
    async with new_client() as client:
        await until(lambda: _signs_as_before(client, house))


async def _publishes(client: httpx.AsyncClient, house: House, kid: str) -> bool:
    keys = (await client.get(house.url("gateway", "/v1/keys"))).json()["keys"]
    return kid in {key["kid"] for key in keys}


async def _signs_as_before(client: httpx.AsyncClient, house: House) -> bool:
    keys = (await client.get(house.url("gateway", "/v1/keys"))).json()["keys"]
    return [key["kid"] for key in keys] == [house.signer.kid]


async def test_a_database_killed_under_load_loses_nothing_acknowledged(house: House) -> None:
    created: list[str] = []
    imported: list[str] = []
    passing: set[str] = set()
    odd: list[str] = []
    stop = asyncio.Event()
    headers = house.bearer()
    pids = house.pids()

    async def create(client: httpx.AsyncClient, offer_id: str) -> httpx.Response:
        return await client.post(
            house.url("visitation", "/v1/offers"),
            json={"id": offer_id, "name": f"Tilbud {offer_id}"},
            headers=headers | {"Idempotency-Key": offer_id},
        )

    async def send(client: httpx.AsyncClient, offer_id: str) -> httpx.Response:
        return await client.post(
            house.url("visitation", f"/v1/offers/import?batch_id={offer_id}"),
            json=[OFFER | {"id": offer_id}],
            headers=headers,
        )

    async def write(client: httpx.AsyncClient, writer: int) -> None:
        act, done = (send, imported) if writer == 0 else (create, created)
        number = 0
        while not stop.is_set():
            offer_id = f"uheld-{writer}-{number}"
            # The same request with the same key, until it is answered.
            answer = await act(client, offer_id)
            code = answer.json().get("code", "")
            if answer.status_code in (200, 201):
                done.append(offer_id)
                number += 1
            elif code in PASSING:
                passing.add(code)
                await asyncio.sleep(0.05)
            else:
                odd.append(f"{answer.status_code} {answer.text}")
                number += 1

    async with new_client() as client:
        writers = [asyncio.create_task(write(client, writer)) for writer in range(6)]
        await until(lambda: _is_so(lambda: len(created) > 100 and len(imported) > 10))
        pid = house.server.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: _is_so(lambda: not house.server.is_running()))
        await asyncio.sleep(0.5)
        at_the_kill = len(created), len(imported)
        await asyncio.to_thread(house.server.start_again)
        await until(
            lambda: _is_so(
                lambda: len(created) > at_the_kill[0] + 100 and len(imported) > at_the_kill[1] + 10
            )
        )
        stop.set()
        await asyncio.gather(*writers)
        kept = await _all_offers(client, house, headers)
        told = await _all_told(client, house, headers)
    assert odd == []
    assert "database_unavailable" in passing
    assert set(created) | set(imported) <= kept
    assert sorted(offer for offer in told if offer.startswith("uheld-")) == sorted(imported)
    assert house.pids() == pids


async def _all_offers(client: httpx.AsyncClient, house: House, headers: dict[str, str]) -> set[str]:
    found: set[str] = set()
    cursor: str | None = None
    while True:
        page = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
        answer = await client.get(
            house.url("visitation", "/v1/offers"), params=page, headers=headers
        )
        found |= {offer["id"] for offer in answer.json()["items"]}
        cursor = answer.json()["next"]
        if cursor is None:
            return found


async def _all_told(client: httpx.AsyncClient, house: House, headers: dict[str, str]) -> list[str]:
    """The subjects of the whole feed, however often each stands in it."""
    found: list[str] = []
    after = "0"
    while True:
        answer = await client.get(
            house.url("visitation", "/v1/events"),
            params={"after": after, "limit": "1000"},
            headers=headers,
        )
        if not answer.json():
            return found
        found += [event["subject"] for event in answer.json()]
        after = answer.headers["Feed-Position"]


async def _is_so(condition: Callable[[], bool]) -> bool:
    return condition()
