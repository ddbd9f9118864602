"""No process of any service believes a forged token; what one refuses, all refuse."""

import asyncio

import httpx
import pytest

from kit.testing.forgeries import BAD
from standalone.databases import SERVICES

from ..houses import House, new_client  # noqa: TID252 - test folders are no packages


@pytest.mark.parametrize("service", SERVICES)
async def test_no_process_lets_a_forged_token_in(house: House, service: str) -> None:
    url = house.url(service, "/v1/events")
    async with new_client() as client:

        async def refusal(name: str) -> tuple[str, int, str]:
            token = BAD[name](house.signer).encode()
            try:
                answer = await client.get(url, headers={b"Authorization": b"Bearer " + token})
            except httpx.LocalProtocolError:
                # The client's own library does not send it at all.
                return name, 401, "token_invalid"
            code = answer.json()["code"] if answer.status_code == 401 else ""
            return name, answer.status_code, code

        good = await client.get(url, headers=house.bearer())
        said = [await refusal(name) for name in BAD]
    # What is larger than all headers together may be never gets as far as the verifier.
    too_large = "shape: ten times too long"
    let_in = [one for one in said if one[1:] != (401, "token_invalid") and one[0] != too_large]
    assert good.status_code == 200
    assert let_in == []
    assert {status for name, status, _ in said if name == too_large} == {431}
    assert len(BAD) >= 45


async def test_a_token_is_asked_for_before_anything_else_is_looked_at(house: House) -> None:
    async with new_client() as client:
        for service in SERVICES:
            document = (await client.get(house.url(service, "/openapi.json"))).json()
            asked = [
                client.request(method, house.url(service, path.replace("{", "").replace("}", "")))
                for path, operations in document["paths"].items()
                for method in operations
            ]
            for answer in await asyncio.gather(*asked):
                path = answer.request.url.path
                if path.startswith("/v1/session"):
                    # How a browser signs in: nobody can here, and no foreign page may try.
                    assert answer.json()["code"] in {"sign_in_not_set_up", "origin_refused"}, path
                    continue
                open_to_all = ("/live", "/ready", "/v1/keys", "/v1/token", "/v1/openapi.json")
                assert path in open_to_all or answer.status_code == 401, (service, path)
