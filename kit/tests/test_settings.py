"""A service does not start on a missing, guessable or open secret, and says which it is."""

import secrets
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from kit import sealing, settings

PREFIX = "PEJLING_SEATS_"
DATABASE = "postgresql://seats:{}@localhost/seats"
GOOD = {
    "GATEWAY_URL": "http://localhost",
    "DATABASE_URL": DATABASE.format(secrets.token_urlsafe(32)),
}


class Settings(settings.ServiceSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX)


def load(monkeypatch: pytest.MonkeyPatch, told: Mapping[str, str]) -> Settings:
    for name, value in told.items():
        monkeypatch.setenv(PREFIX + name, value)
    return settings.load(Settings)


def private(folder: Path, content: str, mode: int = 0o600) -> str:
    file = folder / secrets.token_hex(4)
    file.write_text(content, encoding="ascii")
    file.chmod(mode)
    return str(file)


@pytest.mark.parametrize(
    ("wrong", "variable"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://seats:x@localhost/seats"}, "DATABASE_URL"),
        ({"DATABASE_URL": DATABASE.format("postgres")}, "DATABASE_URL"),
        ({"DATABASE_URL": DATABASE.format("Password")}, "DATABASE_URL"),
        ({"CLIENT_SECRET": ""}, "CLIENT_SECRET"),
        ({"CLIENT_SECRET": "changeme"}, "CLIENT_SECRET"),
        ({"CLIENT_SECRET": "a" * 64}, "CLIENT_SECRET"),
        ({"CLIENT_SECRET_FILE": "/nowhere/at/all"}, "CLIENT_SECRET_FILE"),
        ({"SEALING_KEY_FILE": "/nowhere/at/all"}, "SEALING_KEY_FILE"),
        ({"POOL_SIZE": "6"}, "POOL_SIZE"),
        ({"MONITORS": '["10.0.0.1/8"]'}, "MONITORS"),
    ],
)
def test_a_wrong_setting_is_named_and_not_said_back(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: dict[str, str],
    variable: str,
) -> None:
    with pytest.raises(SystemExit) as ended:
        load(monkeypatch, GOOD | wrong)
    said = capsys.readouterr().err
    assert ended.value.code == settings.EXIT_BAD_SETTINGS
    assert said.startswith(f"{PREFIX}{variable}: ")
    assert said.count("\n") == 1
    assert "seats:" not in said
    assert all(value not in said for value in wrong.values() if value and "/nowhere" not in value)


def test_a_missing_setting_is_named_and_ends_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        load(monkeypatch, {"GATEWAY_URL": "http://localhost"})
    assert ended.value.code == settings.EXIT_BAD_SETTINGS
    assert capsys.readouterr().err == "PEJLING_SEATS_DATABASE_URL: Field required\n"


@pytest.mark.parametrize("name", ["CLIENT_SECRET_FILE", "DATABASE_URL_FILE"])
def test_a_secret_may_stand_in_a_file_that_only_its_owner_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    content = GOOD["DATABASE_URL"] if name.startswith("DATABASE") else secrets.token_urlsafe(32)
    told = {"GATEWAY_URL": "http://localhost"} if name.startswith("DATABASE") else GOOD
    loaded = load(monkeypatch, told | {name: private(tmp_path, f"{content}\n")})
    kept = loaded.database_url if name.startswith("DATABASE") else loaded.client_secret
    assert kept is not None
    assert kept.get_secret_value() == content


@pytest.mark.parametrize("name", ["CLIENT_SECRET_FILE", "SEALING_KEY_FILE"])
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660])
def test_a_secret_that_others_can_read_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    mode: int,
) -> None:
    content = sealing.generate_key() if name.startswith("SEALING") else secrets.token_urlsafe(32)
    file = private(tmp_path, content, mode)
    with pytest.raises(SystemExit):
        load(monkeypatch, GOOD | {name: file})
    said = capsys.readouterr().err
    assert said.startswith(f"{PREFIX}{name}: ")
    assert f"chmod 600 {file}" in said


def test_secrets_are_not_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secrets.token_urlsafe(32)
    loaded = load(monkeypatch, GOOD | {"CLIENT_SECRET": secret})
    assert secret not in f"{loaded!r} {loaded}"
    assert GOOD["DATABASE_URL"].split(":")[2].split("@")[0] not in f"{loaded!r} {loaded}"
