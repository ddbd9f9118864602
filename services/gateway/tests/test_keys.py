"""Keys: one signs, all are published, and none shows its private part."""

import json
import stat
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from gateway import keys
from gateway.keys import signing
from gateway.keys.signing import KeyFileUnusable, SigningKeys
from gateway.settings import Settings
from kit.settings import load
from kit.tokens import Claims, FixedKeys, TokenInvalid, Verifier

VARIABLE = "PEJLING_GATEWAY_SIGNING_KEY_FILE"


def claims() -> dict[str, Any]:
    now = int(time.time())
    return Claims(
        iss="pejling",
        aud="pejling",
        typ="access",
        sub="klient-1",
        exp=now + 600,
        nbf=now,
        iat=now,
        jti="1",
        kind="client",
        rights=[],
        municipality="0999",
    ).model_dump(exclude_unset=True)


def verifier(known: SigningKeys) -> Verifier:
    return Verifier(FixedKeys(known.published()), issuer="pejling", audience="pejling")


async def test_the_published_keys_are_public_only(
    client: httpx.AsyncClient, key_file: Path
) -> None:
    answer = await client.get("/v1/keys")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    for key in answer.json()["keys"]:
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")
    private = [key["d"] for key in json.loads(signing.read_text(key_file))["keys"]]
    assert len(private) == 2
    assert not any(part in answer.text for part in private)
    assert KeySet.import_key_set(answer.json())


async def test_the_keys_need_no_token_and_the_feed_does(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/keys")).status_code == 200
    assert (await client.get("/v1/events")).status_code == 401


async def test_the_gateway_trusts_its_own_keys_alone(app: FastAPI) -> None:
    other = signing.parse(keys.generate())
    await app.state.verifier.verify(app.state.key_file.keys.sign(claims()))
    with pytest.raises(TokenInvalid):
        await app.state.verifier.verify(other.sign(claims()))


def test_two_generated_files_have_nothing_in_common() -> None:
    first, second = json.loads(keys.generate()), json.loads(keys.generate())
    names = [key["kid"] for file in (first, second) for key in file["keys"]]
    assert len(set(names)) == 4


def test_a_key_is_named_by_its_thumbprint() -> None:
    for key in signing.parse(keys.generate()).keys:
        assert key.kid == key.thumbprint()


async def test_no_request_fails_while_keys_rotate() -> None:
    document = keys.generate()
    for _ in range(4):
        before = signing.parse(document)
        document = keys.rotate(document)
        after = signing.parse(document)
        # A service that has not asked again knows the key that signs now …
        await verifier(before).verify(after.sign(claims()))
        # … and one that has asked again still knows the key that signed until now.
        await verifier(after).verify(before.sign(claims()))
        assert len(after.keys) == 3
        assert [key.is_private for key in after.keys] == [True, True, False]


async def test_a_key_that_was_retired_twice_is_forgotten() -> None:
    document = keys.generate()
    first = signing.parse(document)
    last = signing.parse(keys.rotate(keys.rotate(document)))
    with pytest.raises(TokenInvalid):
        await verifier(last).verify(first.sign(claims()))


def test_without_a_next_key_there_is_no_rotation() -> None:
    alone = json.dumps({"keys": json.loads(keys.generate())["keys"][:1]})
    with pytest.raises(KeyFileUnusable, match="næste"):
        keys.rotate(alone)


def settings_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PEJLING_GATEWAY_DATABASE_URL", "postgresql://unused/unused")
    monkeypatch.setenv("PEJLING_GATEWAY_GATEWAY_URL", "http://gateway.invalid")
    monkeypatch.setenv(VARIABLE, str(path))
    return load(Settings)


def test_a_good_key_file_is_taken(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert settings_with(key_file, monkeypatch).signing_key_file == key_file
    key_file.chmod(0o400)
    assert settings_with(key_file, monkeypatch).signing_key_file == key_file


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602, 0o601, 0o777])
def test_a_key_file_that_others_may_touch_is_refused_by_its_variable(
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    mode: int,
) -> None:
    key_file.chmod(mode)
    with pytest.raises(SystemExit) as ended:
        settings_with(key_file, monkeypatch)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(f"{VARIABLE}: ")
    assert f"{mode:04o}" in said
    assert "chmod 600" in said
    assert len(said.splitlines()) == 1


def text_of(*members: ECKey | RSAKey | OctKey) -> str:
    return json.dumps({"keys": [member.as_dict(private=True) for member in members]})


def ec(curve: str = "P-256", **named: str) -> ECKey:
    key = ECKey.generate_key(curve)
    return ECKey.import_key({**key.as_dict(private=True), **named})


UNUSABLE = {
    "empty": "",
    "not JSON": "-----BEGIN PRIVATE KEY-----",
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "no keys": '{"keys": []}',
    "keys a number": '{"keys": 1}',
    "a key that is a number": '{"keys": [1]}',
    "a key without a kind": '{"keys": [{}]}',
    "a key cut in half": '{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA"}]}',
    "a point that is not on the curve": (
        '{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "a"}]}'
    ),
    "a shared secret": text_of(OctKey.generate_key(256)),
    "an RSA key": text_of(RSAKey.generate_key(2048)),
    "another curve": text_of(ec("P-384", kid="a")),
    "a good and a foreign key": text_of(ec(kid="a"), OctKey.generate_key(256)),
    "the same name twice": text_of(ec(kid="a"), ec(kid="a")),
    "four keys": text_of(*(ec(kid=name) for name in "abcd")),
    "a public key alone": json.dumps({"keys": [ec(kid="a").as_dict(private=False)]}),
    "more than any key file": json.dumps({"keys": [], "more": "x" * 20_000}),
    "letters beyond ASCII": '{"keys": "æ"}',
    "nested deeply": "[" * 10_000,
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_holds_no_usable_keys_is_refused_without_showing_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    path.write_text(UNUSABLE[name])
    with pytest.raises(SystemExit):
        settings_with(path, monkeypatch)
    said = capsys.readouterr().err
    assert said.startswith(f"{VARIABLE}: ")
    assert '"d"' not in said
    assert len(said) < 200


def test_a_missing_key_file_is_refused_by_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(SystemExit):
            settings_with(path, monkeypatch)
        assert capsys.readouterr().err.startswith(f"{VARIABLE}: ")
