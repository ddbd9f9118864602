"""What the gateway's operations need in order to succeed."""

from datetime import UTC, datetime

from pydantic import SecretStr

from gateway.audit.following import Following
from gateway.clients import service
from gateway.sessions import service as sessions
from gateway.sign_in.identity_provider import IdentityProvider
from gateway.sign_in.service import SignInHere
from gateway.staff.role_map import Choice, KnownMunicipality, Person, RoleMap
from kit.service_tokens import ServiceTokens

from . import known
from .known import ANY_VERSION, Known, Make
from .running import NOBODY_ANSWERS, Running

CITIZEN = "3f0c1d5e-0000-8000-8000-00000000000a"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _content(running: Running) -> dict[str, object]:
    return {"name": running.fresh("Fagsystem"), "role": "jobcenter_system"}


async def _register(running: Running) -> dict[str, str]:
    made = await running.do("POST", "/v1/clients", json=_content(running))
    issued: dict[str, str] = made.json()
    return issued


async def token(running: Running) -> Known:
    issued = await _register(running)
    form = (
        f"grant_type=client_credentials&client_id={issued['id']}&client_secret={issued['secret']}"
    )
    return Known(headers=FORM, content=form.encode())


async def new_client(running: Running) -> Known:
    return Known(headers=running.once(), json=_content(running))


async def client(running: Running) -> Known:
    return Known(path={"client_id": (await _register(running))["id"]})


async def revised_client(running: Running) -> Known:
    known_client = await client(running)
    return Known(path=known_client.path, headers=ANY_VERSION, json=_content(running))


async def rotated_client(running: Running) -> Known:
    known_client = await client(running)
    return Known(path=known_client.path, headers=running.once(), json={"overlap_days": 1})


async def revoked_client(running: Running) -> Known:
    known_client = await client(running)
    return Known(path=known_client.path, headers=running.once())


async def followed_log(running: Running) -> None:
    """The gateway's own log, sealed and followed as that of any service."""
    await known.sealed_log(running)
    at = datetime.now(UTC)
    async with running.database.transaction(None) as session:
        client, secret = await service.register_client(
            session,
            client_id=running.fresh("service-gateway"),
            name="Tjenesten gateway",
            role="service",
            municipality=None,
            secret=None,
            at=at,
            expires_at=at.replace(year=at.year + 1),
        )
    base_url = str(running.client.base_url).rstrip("/")
    tokens = ServiceTokens(base_url, client_id=client.id, client_secret=SecretStr(secret))
    following = Following("gateway", f"{base_url}/v1/audit/seals", tokens)
    assert await following.step(running.database, running.client)


async def found_lines(running: Running) -> Known:
    await followed_log(running)
    return Known(json={"act": "citizens.read"})


async def extract(running: Running) -> Known:
    await followed_log(running)
    return Known(json={"citizen_id": CITIZEN})


async def signed_in(running: Running) -> dict[str, str]:
    """The headers of a browser in which somebody is signed in, on a page of ours."""
    municipality = running.caller.municipality or ""
    known_municipality = KnownMunicipality(name="Eksempel Kommune")
    role_map = RoleMap(municipalities={municipality: known_municipality}, roles=[])
    provider = IdentityProvider(NOBODY_ANSWERS, "pejling")
    running.app.state.sign_in = SignInHere(provider, role_map, "x", "https://pejling.test")
    begun = await sessions.begin(
        running.database,
        role_map,
        running.fresh().encode().ljust(32),
        Person("Navn", "nana", (Choice(municipality, "dpo"), Choice(municipality, "manager"))),
        id_token="x",
        former_secret="",
        limits=running.app.state.settings.session_limits,
        at=datetime.now(UTC),
    )
    assert begun is not None
    return {
        "Cookie": f"__Secure-pejling_session={begun.secret}",
        "Origin": str(running.client.base_url).rstrip("/"),
        "Sec-Fetch-Site": "same-origin",
    }


async def session(running: Running) -> Known:
    return Known(headers=await signed_in(running))


async def renewed_session(running: Running) -> Known:
    return Known(headers=await signed_in(running), json={"active": True})


async def chosen_in_session(running: Running) -> Known:
    headers = await signed_in(running)
    return Known(headers=headers, json={"choice": f"{running.caller.municipality}:dpo"})


async def signed_out(running: Running) -> Known:
    return Known(headers=await signed_in(running), json={"everywhere": True})


MAKES: dict[str, Make] = {
    "create_token": token,
    "get_session": session,
    "renew_session": renewed_session,
    "choose_in_session": chosen_in_session,
    "sign_out": signed_out,
    "create_client": new_client,
    "get_client": client,
    "replace_client": revised_client,
    "rotate_client": rotated_client,
    "revoke_client": revoked_client,
    "search_audit": found_lines,
    "extract_audit": extract,
}
