"""Settings from the environment, refused at start with the variable's name when one is wrong."""

import sys
from typing import TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

EXIT_BAD_SETTINGS = 2


class ServiceSettings(BaseSettings):
    """What every service must be told; each service names its own prefix."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: SecretStr = Field(description="postgresql://… as the role that runs the service")
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
