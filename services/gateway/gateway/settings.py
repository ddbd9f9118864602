"""What the gateway must be told."""

import ipaddress
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.keys import signing
from gateway.sessions.models import Limits
from gateway.sign_in import client_key
from gateway.sign_in.identity_provider import is_safe_address
from gateway.staff.role_map import RoleMap
from kit.settings import DatabaseUrl, ServiceSettings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PREFIX = "PEJLING_GATEWAY_"
GATEWAY_PATH = "/api/gateway"
_FOLLOWED = "Where the service answers; its log and its part of the API are left out without it"


class Settings(ServiceSettings):
    """Read from ``PEJLING_GATEWAY_…``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    signing_key_file: Path = Field(description="A file (0600) as `pejling gateway new-keys` writes")
    public_url: HttpUrl | None = Field(
        default=None,
        description="Where people and systems find the installation, e.g. https://pejling.example;"
        " what gateway_url says when left out",
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")),
        description="Whose X-Forwarded-For is believed: networks, separated by commas",
    )
    visitation_url: str | None = Field(default=None, description=_FOLLOWED)
    contracts_url: str | None = Field(default=None, description=_FOLLOWED)
    surveys_url: str | None = Field(default=None, description=_FOLLOWED)
    effects_url: str | None = Field(default=None, description=_FOLLOWED)
    sign_in_issuer: str | None = Field(
        default=None, description="The identity provider (OpenID Connect), as its tokens name it"
    )
    sign_in_client_id: str | None = Field(default=None, description="What it knows us as")
    sign_in_client_secret: SecretStr | None = Field(
        default=None, description="How we show it who we are, unless by a key"
    )
    sign_in_client_key_file: Path | None = Field(
        default=None, description="A private JWK (0600) with which we do (private_key_jwt)"
    )
    sign_in_scope: str = Field(default="openid profile", description="What it shall say of people")
    sign_in_known_as: str | None = Field(
        default=None,
        description="What our records call it, the issuer unless said; kept when its address moves",
    )
    role_map_file: Path | None = Field(
        default=None, description="A TOML file: what the provider's claims make somebody here"
    )
    session_idle_minutes: int = Field(
        default=30, ge=1, le=24 * 60, description="After which nobody stays signed in unseen"
    )
    session_hours: int = Field(
        default=8, ge=1, le=24, description="After which everybody signs in anew"
    )

    @property
    def session_limits(self) -> Limits:
        """How long people stay signed in."""
        return Limits(
            idle=timedelta(minutes=self.session_idle_minutes),
            whole=timedelta(hours=self.session_hours),
        )

    @property
    def base_url(self) -> str:
        """The public address under which every service is found."""
        if self.public_url is not None:
            return str(self.public_url).rstrip("/")
        return self.gateway_url.rstrip("/").removesuffix(GATEWAY_PATH)

    @property
    def token_address(self) -> str:
        """The token endpoint's public address."""
        at = self.gateway_url.rstrip("/")
        if self.public_url is not None:
            at = f"{self.base_url}{GATEWAY_PATH}"
        return f"{at}/v1/token"

    @property
    def service_urls(self) -> dict[str, str]:
        """Where the services answer, the gateway among them."""
        told = {
            "visitation": self.visitation_url,
            "contracts": self.contracts_url,
            "surveys": self.surveys_url,
            "effects": self.effects_url,
        }
        known = {name: url.rstrip("/") for name, url in told.items() if url is not None}
        return {"gateway": self.gateway_url.rstrip("/"), **known}

    @field_validator("sign_in_issuer")
    @classmethod
    def _is_safe(cls, address: str | None) -> str | None:
        if address is not None and not is_safe_address(address):
            raise ValueError("Skriv en https-adresse; http går kun på denne maskine selv.")
        return address

    @field_validator("sign_in_client_key_file")
    @classmethod
    def _is_usable_client_key(cls, path: Path | None) -> Path | None:
        if path is not None:
            client_key.read(path)
        return path

    @field_validator("role_map_file")
    @classmethod
    def _is_usable_role_map(cls, path: Path | None) -> Path | None:
        if path is not None:
            RoleMap.read(path)
        return path

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _are_separated(cls, told: object) -> object:
        return [part.strip() for part in told.split(",")] if isinstance(told, str) else told

    @field_validator("signing_key_file")
    @classmethod
    def _is_usable(cls, path: Path) -> Path:
        signing.read(path)
        return path


class CommandSettings(BaseSettings):
    """What the commands need: the database alone, so that they run without the signing keys."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: DatabaseUrl
