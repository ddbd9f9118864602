"""What the gateway must be told."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.keys import signing
from kit.settings import DatabaseUrl, ServiceSettings

PREFIX = "PEJLING_GATEWAY_"


class Settings(ServiceSettings):
    """Read from ``PEJLING_GATEWAY_…``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    signing_key_file: Path = Field(description="A file (0600) as `pejling gateway new-keys` writes")

    @field_validator("signing_key_file")
    @classmethod
    def _is_usable(cls, path: Path) -> Path:
        signing.read(path)
        return path


class CommandSettings(BaseSettings):
    """What the commands need: the database alone, so that they run without the signing keys."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: DatabaseUrl
