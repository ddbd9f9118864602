"""Clients as they cross the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from gateway.clients import models, public_keys
from gateway.clients.models import Act, State
from gateway.roles import OVER_HTTP

MAX_OVERLAP_DAYS = 7
SHOWN_BEFORE = (
    "Hemmeligheden er vist i svaret på den første forespørgsel og kan ikke vises igen."
    " Er den gået tabt, så lav en ny med …/rotate."
)

ClientId = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9-]{2,63}$")]
_Word = Annotated[str, StringConstraints(max_length=1_000)]


def _usable(jwk: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return public_keys.jwk_of(public_keys.parse(jwk))
    except public_keys.KeyUnusable as unusable:
        raise PydanticCustomError(
            unusable.code,
            "unusable key",
            {"danish": unusable.detail},
        ) from None


def _of_different_names(keys: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    if len({key["kid"] for key in keys}) != len(keys):
        raise PydanticCustomError(
            "repeated", "repeated", {"danish": "Hver nøgle skal have sit eget kid."}
        )
    return keys


PublicKeys = Annotated[
    list[Annotated[dict[str, Any], AfterValidator(_usable)]],
    Field(
        max_length=public_keys.MAX_KEYS,
        description="JWKs (RFC 7517) by which it signs assertions (private_key_jwt): EC P-256,"
        " RSA of 2048-4096 bits, or Ed25519; public parts only",
    ),
    AfterValidator(_of_different_names),
]


class Content(BaseModel):
    """What is said about a client."""

    model_config = ConfigDict(extra="forbid")

    name: _Word = Field(examples=["Fagsystem"])
    role: _Word = Field(description=f"One of {', '.join(OVER_HTTP)}", examples=["jobcenter_system"])
    provider_id: _Word | None = Field(
        default=None, description="Whose system it is; for the role provider_system alone"
    )
    expires_at: AwareDatetime | None = Field(
        default=None, description="A year from now when it is created; as it was when it is revised"
    )
    public_keys: PublicKeys = []
    uses_secret: bool = Field(
        default=True, strict=True, description="Whether it may come in by a secret as well"
    )


class NewClient(Content):
    """A client to be created; its id is ours."""


class Rotation(BaseModel):
    """How a client changes its secret."""

    model_config = ConfigDict(extra="forbid")

    overlap_days: int = Field(
        default=0,
        strict=True,
        ge=0,
        le=MAX_OVERLAP_DAYS,
        description="How long the present secret goes on working beside the new one",
    )
    expires_at: AwareDatetime | None = Field(default=None, description="A year from now")


class Client(BaseModel):
    """A client as it is now."""

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    name: str
    role: str
    municipality: str
    provider_id: str | None
    state: State
    actions: list[Act] = Field(description="What this caller can do with it next")
    uses_secret: bool
    former_secret_until: datetime | None = Field(
        description="Until when the secret before the present one goes on working"
    )
    public_keys: list[dict[str, Any]]
    expires_at: datetime
    created_at: datetime
    created_by: str
    changed_at: datetime | None
    changed_by: str | None
    rotated_at: datetime | None
    rotated_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None
    last_used_at: datetime | None = Field(description="When it last got a token, to the hour")


class IssuedClient(Client):
    """A client with a secret that is shown this once."""

    secret: str | None = Field(description="Keep it now: it is not shown again")
    caveat: str | None = Field(description="Why there is no secret to show")


def present(client: models.Client, *, at: datetime) -> Client:
    """A client in its wire form."""
    return Client(**_fields(client, at=at))


def present_issued(client: models.Client, secret: str | None, *, at: datetime) -> IssuedClient:
    """A client in its wire form, with its secret where that is still known."""
    lost = secret is None and client.secret_hash is not None
    return IssuedClient(
        **_fields(client, at=at), secret=secret, caveat=SHOWN_BEFORE if lost else None
    )


def _fields(client: models.Client, *, at: datetime) -> dict[str, Any]:
    worked_out = {
        "state": client.state_at(at),
        "actions": client.actions_at(at),
        "uses_secret": client.secret_hash is not None,
        "former_secret_until": (
            client.former_secret_until if client.former_secret_works_at(at) else None
        ),
    }
    stored = Client.model_fields.keys() - worked_out.keys()
    return worked_out | {name: getattr(client, name) for name in stored}
