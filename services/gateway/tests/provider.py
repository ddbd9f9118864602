"""An identity provider that says what a test wants, and a browser on the way to it."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from kit.testing.browser import Browser

CLIENT_ID = "pejling"
SECRET = "a secret: of +%/ many letters"
ADDRESS = "http://localhost:8010"
SESSION = "/api/gateway/v1/session"
ROLE_MAP = """
[municipalities.0999]
name = "Eksempel Kommune"
known_as = ["urn:dk:gov:saml:cvrNumberIdentifier:12345678"]
[municipalities.0101]
name = "Anden Kommune"
[providers]
p-1 = "Leverandør 1"

[[roles]]
role = "administrator"
claim = "groups"
value = "administratorer"
municipality = "0999"
[[roles]]
role = "caseworker"
claim = "groups"
value = "sagsbehandlere"
municipality = "0999"
[[roles]]
role = "administrator"
claim = "groups"
value = "andre administratorer"
municipality = "0101"
[[roles]]
role = "provider_staff"
claim = "groups"
value = "leverandører"
municipality = "0999"
provider_at = "providers"
[[roles]]
role = "inspector"
claim = "privileges_intermediate"
value = "http://pejling.example/roles/usersystemrole/tilsyn/1"
value_at = "privilege"
municipality_at = "scope"
"""

Json = dict[str, Any]


@dataclass
class Provider:
    """What it says, until a test changes it."""

    issuer: str
    person: Json = field(default_factory=dict)
    changed: Json = field(default_factory=dict)
    described: Json = field(default_factory=dict)
    bend: Callable[[str], str] = str
    key: ECKey = field(default_factory=lambda: new_key())  # noqa: PLW0108 - defined below
    signs_with: Any = None
    header: Json = field(default_factory=dict)
    codes: dict[str, Json] = field(default_factory=dict)
    forms: list[Json] = field(default_factory=list)
    auth: list[str | None] = field(default_factory=list)

    def description(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth?theme=dark",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
        } | self.described

    def keys(self) -> Json:
        return dict(KeySet([self.key]).as_dict(private=False))

    def answer(self, location: str, **changed: str | None) -> str:
        """Where it sends somebody back to who has signed in there."""
        asked = dict(parse_qsl(urlsplit(location).query))
        code = secrets.token_hex(8)
        self.codes[code] = asked
        said = {"code": code, "state": asked["state"], "iss": self.issuer} | changed
        told = {name: value for name, value in said.items() if value is not None}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def redeem(self, form: Json, auth: str | None) -> tuple[int, Json]:
        self.forms.append(form)
        self.auth.append(auth)
        asked = self.codes.pop(form["code"], None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        if asked is None or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "name": "Navn Navnesen",
            "preferred_username": "nana",
        }
        claims = {k: v for k, v in (claims | self.person | self.changed).items() if v is not None}
        header = {"alg": "ES256", "kid": self.key.kid} | self.header
        algorithms = ["ES256", "HS256", "RS256"]
        token = jwt.encode(header, claims, self.signs_with or self.key, algorithms=algorithms)
        return 200, {"id_token": self.bend(token), "access_token": "x", "token_type": "Bearer"}


def logout_token(provider: Provider, **changed: object) -> str:
    """What the provider sends when it has signed somebody out."""
    now = int(time.time())
    claims = {
        "iss": provider.issuer,
        "aud": CLIENT_ID,
        "sub": "person-1",
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(8),
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | changed
    said = {name: value for name, value in claims.items() if value is not None}
    key = provider.signs_with or provider.key
    return jwt.encode({"alg": "ES256", "kid": provider.key.kid, "typ": "logout+jwt"}, said, key)


def new_key() -> ECKey:
    kid = secrets.token_hex(4)
    return ECKey.generate_key("P-256", parameters={"kid": kid, "use": "sig", "alg": "ES256"})


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider, answering on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            self._tell(200, provider.keys() if path == "/jwks" else provider.description())

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._tell(*provider.redeem(form, self.headers["authorization"]))

        def _tell(self, status: int, body: Json) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *said: object) -> None:
            del said

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()


async def set_out(browser: Browser, return_to: str = "/start") -> str:
    """Where the gateway sends somebody who wants in."""
    answer = await browser.navigate(
        "GET", f"{SESSION}/sign-in?{urlencode({'return_to': return_to})}"
    )
    assert answer.status_code == 302, answer.text
    location: str = answer.headers["location"]
    return location


async def come_in(
    browser: Browser, provider: Provider, *groups: str, **said: object
) -> httpx.Response:
    """What the gateway answers to who comes back from signing in as one of some groups."""
    provider.person = {"groups": list(groups)} | said
    return await browser.navigate("GET", provider.answer(await set_out(browser)))


def refusal(answer: httpx.Response) -> str | None:
    """Why somebody does not come in, as the page is told; None for who does."""
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    return dict(parse_qsl(where.query)).get("error") if where.path == "/sign-in" else None
