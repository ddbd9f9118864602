"""What is asked of the token endpoint, and what it answers."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field


class TokenForm(BaseModel):
    """The form's fields, for the OpenAPI document: the form is read by ``tokens.reading``."""

    grant_type: Literal["client_credentials"]
    client_id: str | None = Field(
        default=None, description="Where HTTP Basic is not used", examples=["klient-5f0c…"]
    )
    client_secret: str | None = Field(default=None, description="Where HTTP Basic is not used")
    client_assertion_type: (
        Literal["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"] | None
    ) = None
    client_assertion: str | None = Field(
        default=None, description="A JWT signed by one of the client's keys (RFC 7523)"
    )
    scope: str | None = Field(
        default=None,
        description="The wanted rights, separated by spaces; all of the role's when left out",
        examples=["guide.read offers.read"],
    )


@dataclass(frozen=True, slots=True)
class Grant:
    """A request for a token, well formed and not yet believed."""

    client_id: str
    client_secret: str | None = field(repr=False)
    assertion: str | None = field(repr=False)
    scope: str | None


class AccessToken(BaseModel):
    """A token (RFC 6749 §5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the type's name
    expires_in: int = Field(description="Seconds", examples=[600])
    scope: str = Field(description="The rights that the token holds, separated by spaces")
