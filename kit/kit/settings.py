"""Settings from the environment, refused at start with the variable's name when one is wrong.

A secret may stand in a file of its own that only its owner may read: where ``NAME`` is a secret,
``NAME_FILE`` names such a file.
"""

import os
import sys
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from kit import private_files, sealing

EXIT_BAD_SETTINGS = 2
MIN_SECRET_LENGTH = 32
_GUESSED_FIRST = frozenset(
    {"admin", "changeme", "password", "pejling", "postgres", "root", "secret", "test", "123456"}
)


def _is_database_url(value: SecretStr) -> SecretStr:
    try:
        url = make_url(value.get_secret_value())
        backend, password = url.get_backend_name(), str(url.password or "")
    except (ArgumentError, ValueError):
        backend, password = "", ""
    # The address is not said back: a password stands in it.
    if backend not in ("postgresql", "postgres"):
        raise ValueError("Skriv postgresql://bruger:kodeord@vært:port/database")
    if password.lower() in _GUESSED_FIRST:
        raise ValueError("Kodeordet er et, som alle prøver først. Giv rollen et tilfældigt.")
    return value


def _is_secret(value: SecretStr) -> SecretStr:
    told = value.get_secret_value()
    if len(told) < MIN_SECRET_LENGTH or len(set(told)) < MIN_SECRET_LENGTH // 4:
        raise ValueError(
            f"Hemmeligheden skal være tilfældig og på mindst {MIN_SECRET_LENGTH} tegn."
        )
    return value


def _is_sealing_key(path: Path) -> Path:
    sealing.SealingKey.read(path)
    return path


Networks = tuple[IPv4Network | IPv6Network, ...]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_is_database_url)]
Secret = Annotated[SecretStr, AfterValidator(_is_secret)]


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the secrets whose variable ``…_FILE`` names a file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The text of the file that is named for a field, if it is a secret and one is named."""
        name = f"{self.config.get('env_prefix', '')}{field_name}_FILE".upper()
        named = os.environ.get(name)
        if named is None or not _holds_secret(field.annotation):
            return None, field_name, False
        return private_files.read(Path(named)).strip(), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every secret that stands in a file.

        Raises:
            UnreadableSecret: When such a file cannot be read, or others can read it too.
        """
        found = {}
        for name, field in self.settings_cls.model_fields.items():
            try:
                value, key, _ = self.get_field_value(field, name)
            except private_files.NotPrivate as reason:
                prefix = self.config.get("env_prefix", "")
                raise UnreadableSecret(f"{prefix}{name}_FILE".upper(), str(reason)) from None
            if value is not None:
                found[key] = value
        return found


class UnreadableSecret(Exception):
    """A file that should hold a secret does not, or not for its owner alone."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{variable}: {reason}")


def _holds_secret(annotation: object) -> bool:
    return annotation is SecretStr or any(map(_holds_secret, get_args(annotation)))


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
    requests_at_once: int = Field(
        default=256, ge=1, description="More are refused (503) until some are answered"
    )
    requests_in_ten_seconds: int = Field(
        default=5_000, ge=0, description="Of one client; more are refused (429); 0: any number"
    )
    monitors: Networks = Field(
        default=(IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")),
        description="JSON list of the networks that may ask for /live, /ready and /metrics",
    )
    client_secret: Secret | None = Field(
        default=None, description="With which the worker fetches its own token; for it alone"
    )
    sealing_key_file: Path | None = Field(
        default=None,
        description="A file (0600) as `pejling new-sealing-key` writes; for the worker alone",
    )

    @field_validator("sealing_key_file")
    @classmethod
    def _is_usable_key(cls, path: Path | None) -> Path | None:
        return None if path is None else _is_sealing_key(path)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What code says, then the environment, then the files that the environment names."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, SecretFiles(settings_cls)


Settings = TypeVar("Settings", bound=BaseSettings)


def load(settings: type[Settings]) -> Settings:
    """Read settings from the environment; on a mistake say which variable, and end the process."""
    try:
        return settings()
    except UnreadableSecret as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_BAD_SETTINGS) from None
    except SettingsError as error:
        # A list that is no JSON; the message quotes the field's name, and never its value.
        name = str(error).partition('"')[2].partition('"')[0]
        prefix = settings.model_config.get("env_prefix", "")
        sys.stderr.write(f"{prefix}{name.upper()}: Skal være JSON.\n")
        raise SystemExit(EXIT_BAD_SETTINGS) from None
    except ValidationError as error:
        prefix = settings.model_config.get("env_prefix", "")
        said: set[str] = set()
        for mistake in error.errors(include_input=False, include_url=False):
            name = prefix + str(mistake["loc"][0] if mistake["loc"] else "").upper()
            if name not in said:
                sys.stderr.write(f"{name}: {mistake['msg']}\n")
            said.add(name)
        raise SystemExit(EXIT_BAD_SETTINGS) from None


def refuse_without(settings: BaseSettings, *names: str) -> None:
    """End the process with the variables' names when one of these settings was not given."""
    missing = [name for name in names if getattr(settings, name) is None]
    if missing:
        prefix = settings.model_config.get("env_prefix", "")
        for name in missing:
            sys.stderr.write(f"{prefix}{name.upper()}: Mangler; arbejdsprocessen kræver den.\n")
        raise SystemExit(EXIT_BAD_SETTINGS)
