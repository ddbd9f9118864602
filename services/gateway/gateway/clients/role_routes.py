"""The roles that a system may be let in as, over HTTP."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from gateway import roles
from kit.rights import requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/client-roles", tags=["clients"], **COMPLETE)


class Right(BaseModel):
    """One thing that a role lets somebody do."""

    right: str = Field(examples=["offers.read"])
    label: str = Field(description="In Danish", examples=["se tilbud"])


class ClientRole(BaseModel):
    """A role that a system may have."""

    role: str = Field(examples=["jobcenter_system"])
    needs_provider: bool
    rights: list[Right]


class ClientRoles(BaseModel):
    """All of them."""

    items: list[ClientRole]


@router.get("", dependencies=[requires("clients.manage")])
async def list_client_roles() -> ClientRoles:
    """What an administrator may let a system be, and what each role may do."""
    return ClientRoles(
        items=[
            ClientRole(
                role=role,
                needs_provider=role == roles.PROVIDER_SYSTEM,
                rights=[
                    Right(right=right, label=roles.RIGHTS[right])
                    for right in sorted(roles.rights_of(role))
                ],
            )
            for role in roles.OVER_HTTP
        ]
    )
