"""The secrets that a service's worker needs, made for one test."""

import secrets
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr

from kit import sealing
from kit.settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings)


def for_a_worker(settings: Settings, folder: Path, url: str) -> Settings:
    """The settings of a worker on a database, with a key file in a folder."""
    key = folder / "sealing_key"
    key.write_text(sealing.generate_key(), encoding="ascii")
    key.chmod(0o600)
    return settings.model_copy(
        update={
            "database_url": SecretStr(url),
            "client_secret": SecretStr(secrets.token_urlsafe(32)),
            "sealing_key_file": key,
        }
    )
