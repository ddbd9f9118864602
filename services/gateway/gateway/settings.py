"""What the gateway must be told."""

import ipaddress
from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.keys import signing
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
