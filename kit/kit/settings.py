"""Settings from the environment, refused at start with the variable's name when one is wrong."""

import sys
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

EXIT_BAD_SETTINGS = 2


def _is_database_url(value: SecretStr) -> SecretStr:
    try:
        backend = make_url(value.get_secret_value()).get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    # The address is not said back: a password stands in it.
    if backend not in ("postgresql", "postgres"):
        raise ValueError("Skriv postgresql://bruger:kodeord@vært:port/database")
    return value


DatabaseUrl = Annotated[SecretStr, AfterValidator(_is_database_url)]


class ServiceSettings(BaseSettings):
    """What every service must be told; each service names its own prefix."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: DatabaseUrl = Field(
        description="postgresql://… as the role that runs the service"
    )
    gateway_url: str = Field(
        description="Where the gateway answers, e.g. http://localhost:8010/api/gateway"
    )
    issuer: str = "pejling"
    audience: str = "pejling"
    pool_size: int = Field(default=5, ge=1, le=5)


Settings = TypeVar("Settings", bound=BaseSettings)


def load(settings: type[Settings]) -> Settings:
    """Read settings from the environment; on a mistake say which variable, and end the process."""
    try:
        return settings()
    except ValidationError as error:
        prefix = settings.model_config.get("env_prefix", "")
        for mistake in error.errors(include_input=False, include_url=False):
            name = prefix + "_".join(str(part) for part in mistake["loc"]).upper()
            sys.stderr.write(f"{name}: {mistake['msg']}\n")
        raise SystemExit(EXIT_BAD_SETTINGS) from None
