"""What a page learns of the session that it is opened in."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway import roles
from gateway.sessions.models import Held, Limits
from gateway.sessions.service import Opened
from gateway.staff.role_map import RoleMap


class Renewal(BaseModel):
    """Whether the person has done something since; only that keeps a session from idling out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"active": True}]})

    active: bool


class Chosen(BaseModel):
    """What the person wants to be."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"choice": "0999:caseworker"}]}
    )

    choice: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class SigningOut(BaseModel):
    """Whether the person's other browsers are signed out, too."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"everywhere": False}]}
    )

    everywhere: bool = False


class SignedOut(BaseModel):
    """Where the page goes next: to the identity provider, or to our own page."""

    continue_at: str = Field(examples=["/sign-in"])


class Person(BaseModel):
    """Who is signed in; the id is the subject of the person's tokens."""

    id: str
    name: str
    username: str


class MunicipalityNamed(BaseModel):
    """A municipality."""

    code: str = Field(examples=["0999"])
    name: str = Field(examples=["Eksempel Kommune"])


class ProviderNamed(BaseModel):
    """A provider."""

    id: str
    name: str


class Choice(BaseModel):
    """Something that the person may be."""

    id: str = Field(examples=["0999:caseworker"])
    role: str
    role_name: str
    municipality: MunicipalityNamed
    provider: ProviderNamed | None
    chosen: bool


class Session(BaseModel):
    """Who is signed in, as what, and until when; before a choice, as nothing yet."""

    person: Person
    municipality: MunicipalityNamed | None
    role: str | None
    role_name: str | None
    rights: list[str]
    provider: ProviderNamed | None
    choices: list[Choice]
    must_choose: bool
    purpose_required: bool = Field(description="Whether looking a citizen up asks for a purpose")
    access_expires_at: datetime | None
    idle_expires_at: datetime
    ends_at: datetime
    server_time: datetime


def present(opened: Opened, role_map: RoleMap, limits: Limits, *, at: datetime) -> Session:
    """A session as its page shows it."""
    chosen = opened.session.present
    choices = [_choice(each, role_map, chosen) for each in opened.session.held]
    now = next((each for each in choices if each.chosen), None)
    rights = sorted(roles.rights_of(chosen.role)) if chosen else []
    member = opened.member
    return Session(
        person=Person(id=member.id, name=member.name, username=member.username),
        municipality=now.municipality if now else None,
        role=now.role if now else None,
        role_name=now.role_name if now else None,
        rights=rights,
        provider=now.provider if now else None,
        choices=choices,
        must_choose=now is None,
        purpose_required="citizens.read" in rights,
        access_expires_at=opened.access.expires_at if opened.access else None,
        idle_expires_at=opened.session.idle_until(limits),
        ends_at=opened.session.ends_at,
        server_time=at,
    )


def _choice(held: Held, role_map: RoleMap, chosen: Held | None) -> Choice:
    provider = None
    if held.provider_id is not None:
        name = role_map.provider_name(held.provider_id)
        provider = ProviderNamed(id=held.provider_id, name=name)
    return Choice(
        id=held.id,
        role=held.role,
        role_name=roles.PEOPLE.get(held.role, held.role),
        municipality=MunicipalityNamed(
            code=held.municipality, name=role_map.municipality_name(held.municipality)
        ),
        provider=provider,
        chosen=held == chosen,
    )
