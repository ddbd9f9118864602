"""No forged, bent or outdated token gets through the front door."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from kit.testing.clients import client_of
from kit.testing.signing import Signer
from kit.tokens import TokenInvalid

NOW = int(time.time())
GOOD_HEADER = {"alg": "ES256", "kid": "test"}
GOOD = {
    "iss": "pejling",
    "aud": "pejling",
    "typ": "access",
    "sub": "client-1",
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 3_000,
    "jti": "5d41402abc4b2a76b9719d911017c592",
    "kind": "client",
    "rights": ["feed.read"],
    "municipality": "0999",
}
GOOD_TEXT = json.dumps(GOOD)

Part = bytes | str | dict[str, Any]


def packed(part: Part) -> str:
    """One part of a compact token."""
    text = json.dumps(part) if isinstance(part, dict) else part
    raw = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(key: ECKey, claims: Part, header: Part) -> str:
    """A token with a true signature by a key over whatever is given, however odd."""
    said = f"{packed(header)}.{packed(claims)}"
    return f"{said}.{packed(JWSRegistry.algorithms['ES256'].sign(said.encode(), key))}"


def hs256(secret: bytes, alg: str = "HS256") -> str:
    """A token authenticated with a secret that everybody knows."""
    said = f"{packed({'alg': alg, 'kid': 'test'})}.{packed(GOOD)}"
    return f"{said}.{packed(hmac.new(secret, said.encode(), hashlib.sha256).digest())}"


def public_der(signer: Signer) -> bytes:
    public: Any = signer.key.public_key
    der: bytes = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return der


FORGER = ECKey.generate_key("P-256", parameters={"kid": "test"})
UNSIGNED = f"{packed(GOOD_HEADER)}.{packed(GOOD)}"

SIGNATURES: dict[str, Callable[[Signer], str]] = {
    "alg none, no signature": lambda _: f"{packed({'alg': 'none', 'kid': 'test'})}.{packed(GOOD)}.",
    "alg none, some signature": lambda _: signed(FORGER, GOOD, {"alg": "none", "kid": "test"}),
    "alg none in other letters": lambda _: signed(FORGER, GOOD, {"alg": "nOnE", "kid": "test"}),
    "HS256 with the public PEM as secret": lambda signer: hs256(signer.key.as_pem(private=False)),
    "HS256 with the public DER as secret": lambda signer: hs256(public_der(signer)),
    "HS256 with the public JWK as secret": lambda signer: hs256(
        json.dumps(signer.key.as_dict(private=False)).encode()
    ),
    "HS256 with an empty secret": lambda _: hs256(b""),
    "an HMAC under the name ES256": lambda signer: hs256(
        signer.key.as_pem(private=False), alg="ES256"
    ),
    "another key under the same kid": lambda _: signed(FORGER, GOOD, GOOD_HEADER),
    "an Ed25519 key under the same kid": lambda _: jwt.encode(
        {"alg": "Ed25519", "kid": "test"},
        GOOD,
        OKPKey.generate_key("Ed25519"),
        algorithms=["Ed25519"],
    ),
    "an RSA key under the same kid": lambda _: jwt.encode(
        {"alg": "RS256", "kid": "test"}, GOOD, RSAKey.generate_key(2048)
    ),
    "claims exchanged after signing": lambda signer: ".".join(
        [packed(GOOD_HEADER), packed(GOOD), signer.token(["guide.read"]).split(".")[2]]
    ),
    "a signature of zeros": lambda _: f"{UNSIGNED}.{packed(bytes(64))}",
    "a signature of another length": lambda _: f"{UNSIGNED}.{packed(bytes(96))}",
    "a signature in DER": lambda _: f"{UNSIGNED}.{packed(bytes.fromhex('3006020101020101'))}",
    **{
        f"a key of the forger's own in {name}": lambda _, name=name, value=value: signed(  # type: ignore[misc] # defaults bind the loop's names
            FORGER, GOOD, {**GOOD_HEADER, name: value}
        )
        for name, value in {
            "jwk": FORGER.as_dict(private=False),
            "jku": "https://forger.example/keys",
            "x5u": "https://forger.example/chain.pem",
            "x5c": ["Y2VydGlmaWNhdGU="],
            "x5t": "dGh1bWI",
        }.items()
    },
}

HEADERS: dict[str, Part] = {
    "alg missing": {"kid": "test"},
    "alg empty": GOOD_HEADER | {"alg": ""},
    "alg null": GOOD_HEADER | {"alg": None},
    "alg a list": {**GOOD_HEADER, "alg": ["ES256"]},
    "alg an object": {**GOOD_HEADER, "alg": {"ES256": True}},
    "alg unknown": GOOD_HEADER | {"alg": "ES257"},
    "alg in other letters": GOOD_HEADER | {"alg": "es256"},
    "alg EdDSA on an EC key": GOOD_HEADER | {"alg": "EdDSA"},
    "alg RS256 on an EC key": GOOD_HEADER | {"alg": "RS256"},
    "alg ES256K on a P-256 key": GOOD_HEADER | {"alg": "ES256K"},
    "kid missing": {"alg": "ES256"},
    "kid unknown": GOOD_HEADER | {"kid": "other"},
    "kid null": GOOD_HEADER | {"kid": None},
    "kid a list": {**GOOD_HEADER, "kid": ["test"]},
    "kid a number": {**GOOD_HEADER, "kid": 0},
    "kid a path": GOOD_HEADER | {"kid": "../../../dev/null"},
    "kid an injection": GOOD_HEADER | {"kid": "' OR 1=1 --"},
    "kid empty": GOOD_HEADER | {"kid": ""},
    "kid twice": b'{"alg":"ES256","kid":"other","kid":"test"}',
    "jwk beside a true signature": {**GOOD_HEADER, "jwk": FORGER.as_dict(private=False)},
    "jku beside a true signature": {**GOOD_HEADER, "jku": "https://forger.example/keys"},
    "crit of something unknown": {**GOOD_HEADER, "crit": ["new"], "new": 1},
    "crit empty": {**GOOD_HEADER, "crit": []},
    "crit a text": {**GOOD_HEADER, "crit": "alg"},
    "b64 false with crit": {**GOOD_HEADER, "b64": False, "crit": ["b64"]},
    "b64 false without crit": {**GOOD_HEADER, "b64": False},
    "zip": {**GOOD_HEADER, "zip": "DEF"},
    "cty of a nested token": {**GOOD_HEADER, "cty": "JWT"},
    "typ a number": {**GOOD_HEADER, "typ": 1},
    "a field that is not ours": {**GOOD_HEADER, "role": "administrator"},
    "a list": b'["alg","kid"]',
    "a text that holds alg": b'"alg kid"',
    "a number": b"1",
    "null": b"null",
    "not JSON": b"alg=ES256",
    "not UTF-8": b'{"alg":"ES256","kid":"\xff"}',
    "UTF-16": json.dumps(GOOD_HEADER).encode("utf-16"),
    "nested deeply": b"[" * 3_000,
    "huge": GOOD_HEADER | {"kid": "k" * 5_000},
    "a number of 5,000 digits": b"9" * 5_000,
}

CLAIMS: dict[str, Part] = {
    **{f"{name} missing": {k: v for k, v in GOOD.items() if k != name} for name in GOOD},
    **{f"{name} null": {**GOOD, name: None} for name in GOOD},
    **{f"{name} an object": {**GOOD, name: {}} for name in GOOD},
    "iss of another": GOOD | {"iss": "https://other.example"},
    "iss in other letters": GOOD | {"iss": "Pejling"},
    "iss with a space": GOOD | {"iss": "pejling "},
    "iss in look-alike letters": GOOD | {"iss": "\u0440ejling"},
    "iss a list": GOOD | {"iss": ["pejling"]},
    "aud another": GOOD | {"aud": "effects"},
    "aud a list": GOOD | {"aud": ["pejling"]},
    "typ of an id token": GOOD | {"typ": "id"},
    "typ in other letters": GOOD | {"typ": "Access"},
    "not yet valid": GOOD | {"nbf": NOW + 2_000},
    "issued in the future": GOOD | {"iat": NOW + 2_000},
    "living longer than any of ours": GOOD | {"exp": NOW + 86_400},
    "living for ever": GOOD | {"exp": 2**63},
    "living since 1970": GOOD | {"iat": 0},
    "exp infinite": GOOD_TEXT.replace('"exp": ', '"exp": Infinity, "was": '),
    "exp not a number": GOOD_TEXT.replace('"exp": ', '"exp": NaN, "was": '),
    "exp of 5,000 digits": GOOD_TEXT.replace('"exp": ', f'"exp": {"9" * 5_000}, "was": '),
    "exp a text": GOOD | {"exp": str(NOW + 600)},
    "exp a fraction": GOOD | {"exp": NOW + 600.5},
    "exp true": GOOD | {"exp": True},
    "exp a list": GOOD | {"exp": [NOW + 600]},
    "nbf a text": GOOD | {"nbf": "0"},
    "nbf false": GOOD | {"nbf": False},
    "iat a text": GOOD | {"iat": str(NOW)},
    "sub a number": GOOD | {"sub": 1},
    "sub a list": GOOD | {"sub": ["client-1"]},
    "sub empty": GOOD | {"sub": ""},
    "sub endless": GOOD | {"sub": "s" * 201},
    "sub half a letter": GOOD_TEXT.replace("client-1", "\\ud800"),
    "jti a number": GOOD | {"jti": 7},
    "kind unknown": GOOD | {"kind": "root"},
    "kind empty": GOOD | {"kind": ""},
    "rights a text": GOOD | {"rights": "feed.read"},
    "rights an object": GOOD | {"rights": {"feed.read": True}},
    "rights true": GOOD | {"rights": True},
    "rights with a number": GOOD | {"rights": ["feed.read", 1]},
    "rights nested": GOOD | {"rights": [["feed.read"]]},
    "rights twice": f'{{"rights": [], {GOOD_TEXT[1:]}',
    "municipality a number": GOOD | {"municipality": 999},
    "municipality of three digits": GOOD | {"municipality": "999"},
    "municipality of five digits": GOOD | {"municipality": "09990"},
    "municipality of letters": GOOD | {"municipality": "abcd"},
    "municipality of Arabic digits": GOOD | {"municipality": "\u0660\u0669\u0669\u0669"},
    "municipality with a line break": GOOD | {"municipality": "0999\n"},
    "municipality empty": GOOD | {"municipality": ""},
    "municipality a list": GOOD | {"municipality": ["0999"]},
    "municipality twice": f'{{"municipality": "0101", {GOOD_TEXT[1:]}',
    "provider a number": GOOD | {"provider_id": 7},
    "organisation a list": GOOD | {"organisation": ["x"]},
    "a name twice inside a claim": f'{{"more": {{"a": 1, "a": 2}}, {GOOD_TEXT[1:]}',
    "a list": "[]",
    "a text": '"claims"',
    "null": "null",
    "empty": "{}",
    "not JSON": "iss=pejling",
    "cut in half": GOOD_TEXT[:80],
    "something after the end": GOOD_TEXT + "{}",
    "not UTF-8": b'{"iss":"\xff"}',
    "UTF-16": GOOD_TEXT.encode("utf-16"),
    "nested deeply": b'{"a":' + b"[" * 5_000,
}

SHAPES: dict[str, Callable[[str], str]] = {
    "two parts": lambda token: token.rpartition(".")[0],
    "an extra dot at the end": lambda token: token + ".",
    "an extra dot in front": lambda token: "." + token,
    "five parts, as if encrypted": lambda token: token + ".AAAA.AAAA",
    "signature cut short": lambda token: token[:-10],
    "signature missing": lambda token: token.rpartition(".")[0] + ".",
    "claims missing": lambda token: "{0}..{2}".format(*token.split(".")),
    "header missing": lambda token: ".{1}.{2}".format(*token.split(".")),
    "parts in another order": lambda token: "{1}.{0}.{2}".format(*token.split(".")),
    "cut in the middle": lambda token: token[:120],
    "first letter lost": lambda token: token[1:],
    "two tokens in a row": lambda token: token + token,
    "two tokens with a comma": lambda token: f"{token},{token}",
    "a space inside": lambda token: token.replace(".", " .", 1),
    "a tab inside": lambda token: token[:-4] + "\t" + token[-4:],
    "in quotes": lambda token: f'"{token}"',
    "padded": lambda token: token + "==",
    "with junk that a lax decoder skips": lambda token: f"{token[:-3]}!{token[-3:]}",
    "with dots percent-encoded": lambda token: token.replace(".", "%2E"),
    "with a NUL": lambda token: token + "\x00",
    "with letters beyond ASCII": lambda token: token + "æøå",
    "in lower case": lambda token: token.lower(),
    "with a second scheme": lambda token: f"Bearer {token}",
    "only dots": lambda token: "." * token.count("."),
    "ten times too long": lambda token: token + "A" * 80_000,
}

BAD: dict[str, Callable[[Signer], str]] = {
    **{f"signature: {name}": forge for name, forge in SIGNATURES.items()},
    **{
        f"header: {name}": lambda signer, header=header: signed(signer.key, GOOD, header)  # type: ignore[misc] # a default binds the loop's name
        for name, header in HEADERS.items()
    },
    **{
        f"claims: {name}": lambda signer, claims=claims: signed(signer.key, claims, GOOD_HEADER)  # type: ignore[misc] # as above
        for name, claims in CLAIMS.items()
    },
    **{
        f"shape: {name}": lambda signer, bend=bend: bend(signer.token(["feed.read"]))  # type: ignore[misc] # as above
        for name, bend in SHAPES.items()
    },
    "a true token beyond the limit": lambda signer: signer.token(["feed.read"], more="x" * 9_000),
}


@pytest_asyncio.fixture(loop_scope="session")
async def door(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The service, for somebody who brings a token of their own."""
    async with client_of(app) as door:
        yield door


def bearing(token: str) -> dict[bytes, bytes]:
    return {b"Authorization": b"Bearer " + token.encode()}


async def test_a_good_token_opens_the_door(door: httpx.AsyncClient, signer: Signer) -> None:
    for token in (
        signer.token(["feed.read"]),
        signed(signer.key, GOOD, GOOD_HEADER),
        signed(signer.key, GOOD | {"more": "by addition"}, {**GOOD_HEADER, "typ": "JWT"}),
    ):
        answer = await door.get("/v1/events", headers=bearing(token))
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_token_is_answered_401_token_invalid(
    door: httpx.AsyncClient, signer: Signer, name: str
) -> None:
    answer = await door.get("/v1/events", headers=bearing(BAD[name](signer)))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid"), answer.text
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_bad_token_leaves_nothing_in_the_memory(signer: Signer) -> None:
    verifier = signer.verifier()
    for name in BAD.keys() - {"claims: not yet valid"}:
        with pytest.raises(TokenInvalid):
            await verifier.verify(BAD[name](signer))
    assert not verifier._cache


@pytest.mark.parametrize(
    "times",
    [
        {"iat": NOW - 700, "nbf": NOW - 700, "exp": NOW - 100},
        {"iat": NOW - 600, "nbf": NOW - 600, "exp": NOW},
        {"iat": 0, "nbf": 0, "exp": 600},
        {"exp": 0},
        {"iat": -600, "nbf": -600, "exp": -1},
        {"iat": -(10**30), "nbf": 0, "exp": -(10**30) + 600},
    ],
)
async def test_an_outdated_token_is_answered_401_token_expired(
    door: httpx.AsyncClient, signer: Signer, times: dict[str, int]
) -> None:
    token = signed(signer.key, GOOD | times, GOOD_HEADER)
    answer = await door.get("/v1/events", headers=bearing(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired"), answer.text
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_what_was_sent_is_never_said_back(door: httpx.AsyncClient, signer: Signer) -> None:
    token = signer.token(["feed.read"], iss="010160-1234")
    answer = await door.get("/v1/events", headers=bearing(token))
    assert answer.status_code == 401
    assert "010160" not in answer.text
    assert token[:30] not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic Zm9vOmJhcg=="},
        {"Authorization": "Token abc"},
        {"X-Authorization": "Bearer abc"},
        {"Cookie": "access_token=abc"},
    ],
)
async def test_no_token_is_answered_401_token_missing(
    door: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await door.get("/v1/events", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_in_the_address_is_not_read(door: httpx.AsyncClient, signer: Signer) -> None:
    params = {"access_token": signer.token(["feed.read"])}
    answer = await door.get("/v1/events", params=params)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")


@pytest.mark.parametrize(
    "rights", [[], ["feed"], ["feed.*"], ["*"], ["FEED.READ"], ["feed.read "], ["guide.read"]]
)
async def test_a_good_token_without_the_very_right_is_answered_403(
    door: httpx.AsyncClient, signer: Signer, rights: list[str]
) -> None:
    answer = await door.get("/v1/events", headers=bearing(signer.token(rights)))
    assert (answer.status_code, answer.json()["code"]) == (403, "right_missing")


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
async def test_the_scheme_may_be_written_in_any_case(
    door: httpx.AsyncClient, signer: Signer, scheme: str
) -> None:
    header = {"Authorization": f"{scheme} {signer.token(['feed.read'])}"}
    assert (await door.get("/v1/events", headers=header)).status_code == 200


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(min_value=0), letter=st.sampled_from("Aa0-_Zz9"))
async def test_a_token_with_one_letter_changed_says_the_same_or_nothing(
    signer: Signer, place: int, letter: str
) -> None:
    token = signer.token(["feed.read"], sub="client-7")
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    try:
        caller = await signer.verifier().verify(changed)
    except TokenInvalid:
        return
    # The last letter of a signature has bits that mean nothing; all else must be as signed.
    assert changed.rpartition(".")[0] == token.rpartition(".")[0]
    assert caller.subject == "client-7"


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=300) | st.from_regex(r"\A[\w-]{0,40}(\.[\w-]{0,40}){2}\Z"))
async def test_any_text_is_refused_and_nothing_breaks(signer: Signer, text: str) -> None:
    with pytest.raises(TokenInvalid):
        await signer.verifier().verify(text)
