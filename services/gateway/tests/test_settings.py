"""What the gateway is told, and what follows from it."""

from pathlib import Path

import pytest

from gateway.settings import Settings
from gateway.work import create_work
from kit import sealing
from kit.settings import load


def told(monkeypatch: pytest.MonkeyPatch, key_file: Path, **more: str) -> Settings:
    said = {
        "DATABASE_URL": "postgresql://unused/unused",
        "GATEWAY_URL": "http://localhost:8010/api/gateway",
        "SIGNING_KEY_FILE": str(key_file),
    } | more
    for name, value in said.items():
        monkeypatch.setenv(f"PEJLING_GATEWAY_{name}", value)
    return load(Settings)


def test_the_public_address_is_the_gateways_own_unless_another_is_told(
    monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    settings = told(monkeypatch, key_file)
    assert settings.base_url == "http://localhost:8010"
    assert settings.token_address == "http://localhost:8010/api/gateway/v1/token"
    settings = told(monkeypatch, key_file, PUBLIC_URL="https://pejling.example/")
    assert settings.base_url == "https://pejling.example"
    assert settings.token_address == "https://pejling.example/api/gateway/v1/token"


def test_a_gateway_that_runs_apart_is_found_at_its_own_address(
    monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    settings = told(monkeypatch, key_file, GATEWAY_URL="http://gateway:8000")
    assert settings.token_address == "http://gateway:8000/v1/token"


def test_the_services_that_are_told_of_are_followed(
    monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    settings = told(monkeypatch, key_file, EFFECTS_URL="http://localhost:8010/api/effects/")
    assert settings.service_urls == {
        "gateway": "http://localhost:8010/api/gateway",
        "effects": "http://localhost:8010/api/effects",
    }


def test_proxies_are_networks_separated_by_commas(
    monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    settings = told(monkeypatch, key_file, TRUSTED_PROXIES="10.0.0.0/8, ::1/128")
    assert [str(one) for one in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert all(one.is_loopback for one in Settings.model_fields["trusted_proxies"].default)


@pytest.mark.parametrize("name", ["PUBLIC_URL", "TRUSTED_PROXIES"])
def test_what_is_no_address_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch,
    key_file: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    with pytest.raises(SystemExit):
        told(monkeypatch, key_file, **{name: "nowhere"})
    assert capsys.readouterr().err.startswith(f"PEJLING_GATEWAY_{name}: ")


async def test_the_worker_follows_each_log_and_forgets_used_assertions(
    monkeypatch: pytest.MonkeyPatch, key_file: Path, tmp_path: Path
) -> None:
    sealing_key = tmp_path / "sealing_key.json"
    sealing_key.touch(mode=0o600)
    sealing_key.write_text(sealing.generate_key())
    work = create_work(
        told(
            monkeypatch,
            key_file,
            EFFECTS_URL="http://localhost:8010/api/effects",
            CLIENT_SECRET="kFz3vU0b6m1qXo8yTjWc5hRn2sLpDgEa",
            SEALING_KEY_FILE=str(sealing_key),
        )
    )
    clocks = {clock.name for clock in work.clocks}
    assert {"seal_audit", "follow_audit_of_gateway", "follow_audit_of_effects"} == clocks
    assert "forget_used_assertions" in {schedule.name for schedule in work.schedules}
    await work.database.close()
