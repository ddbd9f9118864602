"""A browser's cookie is taken by the process of every service, and by none for a foreign page."""

import time

import pytest

from kit.cookies import ACCESS
from kit.testing.forgeries import FORGER, GOOD, GOOD_HEADER, signed
from standalone.databases import SERVICES

from ..houses import RIGHTS, House, new_client  # noqa: TID252 - test folders are no packages

NAVIGATES = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
ACTS = {
    "gateway": "/v1/clients",
    "visitation": "/v1/citizens",
    "contracts": "/v1/providers",
    "surveys": "/v1/waves",
    "effects": "/v1/figures/withdraw",
}
"""A change that each service offers."""


def brings(token: str) -> dict[str, str]:
    return {"Cookie": f"{ACCESS}={token}"}


@pytest.mark.parametrize("service", SERVICES)
async def test_every_process_takes_a_cookie_and_sends_a_late_one_to_be_renewed(
    house: House, service: str
) -> None:
    now = int(time.time())
    good = house.signer.token(RIGHTS, kind="staff", session="session-1")
    late = house.signer.token(RIGHTS, iat=now - 100, nbf=now - 100, exp=now - 40)
    url = house.url(service, "/v1/events")
    async with new_client() as client:
        said = [
            (await client.get(url, headers=brings(token))).status_code
            for token in (good, late, signed(FORGER, GOOD, GOOD_HEADER), "x")
        ]
        sent = await client.get(f"{url}?after=3", headers=brings(late) | NAVIGATES)
    assert said == [200, 401, 401, 401]
    assert sent.status_code == 303
    renewal = "/api/gateway/v1/session/renewal?return_to="
    assert sent.headers["location"] == f"{renewal}/api/{service}/v1/events%3Fafter%3D3"


@pytest.mark.parametrize("service", SERVICES)
async def test_no_process_acts_by_a_cookie_for_a_foreign_page(house: House, service: str) -> None:
    url = house.url(service, ACTS[service])
    ours = {"Origin": house.apart.urls[service], "Sec-Fetch-Site": "same-origin"}
    by_cookie = brings(house.signer.token(RIGHTS, kind="staff"))
    async with new_client() as client:
        for foreign in (
            {},
            ours | {"Origin": "https://evil.example"},
            ours | {"Sec-Fetch-Site": "cross-site"},
            {"Origin": ours["Origin"]},
        ):
            for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
                headers = by_cookie | foreign | {"Content-Type": kind}
                answer = await client.post(url, content=b"{}", headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")
        answer = await client.post(url, json={}, headers=by_cookie | ours)
    # What a page of ours asks is looked at: it lacks nearly everything.
    assert answer.status_code in (422, 428), answer.text
