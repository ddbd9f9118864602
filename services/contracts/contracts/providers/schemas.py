"""Providers as they cross the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError
from stdnum.dk import cvr as cvr_numbers

from contracts.contacts import Contact
from contracts.providers.models import CONTENT, Kind, Provider
from kit.bulk.cells import Table, undefuse
from kit.pages import Page
from kit.rights import Caller
from kit.texts import Id, Line

Action = Literal["revise"]

_SITE_CELLS = ("site_name", "p_number", "address", "postal_code", "city")
_CELLS = ("id", "name", "kind", "cvr", *_SITE_CELLS)


def _is_cvr(number: str) -> str:
    if not cvr_numbers.is_valid(number):
        raise PydanticCustomError(
            "cvr_invalid",
            "no CVR number",
            {"danish": "Er ikke et CVR-nummer: det har 8 cifre, og de skal passe sammen."},
        )
    return number


Cvr = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{7}$"),
    AfterValidator(_is_cvr),
    Field(examples=["10103940"]),
]
PNumber = Annotated[str, StringConstraints(pattern="^[0-9]{10}$")]


class Site(BaseModel):
    """A place where the provider gives offers."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    p_number: PNumber | None = None
    address: Line
    postal_code: Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]
    city: Line


class Content(BaseModel):
    """What a provider says of itself."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    kind: Kind = Field(
        default="company", description="internal: a unit of the municipality's own, without a CVR"
    )
    cvr: Cvr | None = Field(default=None, description="A company must have one")
    sites: Annotated[list[Site], Field(max_length=100)] = []
    contacts: Annotated[list[Contact], Field(max_length=20)] = []

    @model_validator(mode="after")
    def _known_by_its_number(self) -> "Content":
        if (self.kind == "company") != (self.cvr is not None):
            raise PydanticCustomError(
                "cvr_and_kind",
                "cvr and kind do not fit",
                {"danish": "En virksomhed har et CVR-nummer; en intern enhed har intet."},
            )
        return self

    def columns(self) -> dict[str, Any]:
        """The content as the table holds it."""
        said = self.model_dump(mode="json")
        return {name: said[name] for name in CONTENT}


class NewProvider(Content):
    """A provider to be registered, under its owner's id or one that we give."""

    id: Id | None = None


class ImportedProvider(Content):
    """One row of an import."""

    id: Id


class ProviderAnswer(Content):
    """A provider as it is now."""

    model_config = ConfigDict(extra="forbid", title="Provider")

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    actions: list[Action] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime


class ProviderPage(Page[ProviderAnswer]):
    """One page of providers."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")


def present(provider: Provider, caller: Caller) -> ProviderAnswer:
    """A provider as this caller gets it; it was validated on its way in."""
    said: dict[str, Any] = {name: getattr(provider, name) for name in CONTENT}
    said["sites"] = [Site.model_construct(**site) for site in provider.sites]
    said["contacts"] = [Contact.model_construct(**contact) for contact in provider.contacts]
    return ProviderAnswer.model_construct(
        **said,
        id=provider.id,
        version=provider.version,
        actions=["revise"] if caller.holds("providers.write") else [],
        created_at=provider.created_at,
        updated_at=provider.updated_at,
    )


def _object_of(row: dict[str, str], _decimal_comma: bool) -> dict[str, Any]:
    said = {name: undefuse(cell).strip() for name, cell in row.items() if cell.strip()}
    site = {name.removeprefix("site_"): said.pop(name) for name in _SITE_CELLS if name in said}
    return said | ({"sites": [site]} if site else {})


TABLE = Table(
    _CELLS,
    ("id", "name"),
    lambda title: name if (name := undefuse(title).strip().lower()) in _CELLS else None,
    _object_of,  # type: ignore[arg-type]
)
"""How providers stand in a table: one site a row at most."""
CSV = "With a header; the columns are " + ", ".join(_CELLS) + ", so one site at most"
