"""Tokens that no service may believe: forged, bent and outdated, each by its own trick."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import serialization
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from kit.testing.signing import Signer

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
    """The public key as a library might take it for a secret."""
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
    "session a number": GOOD | {"session": 7},
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
