"""Templates as they cross the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kit.rights import Caller
from kit.texts import Id, Line
from visitation.offer_templates import models
from visitation.offers.schemas import PartialContent

Action = Literal["revise", "delete", "use"]


class TemplateContent(BaseModel):
    """A template's name, and what an offer that starts from it says."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(examples=["Vejledning, otte uger"])
    content: PartialContent


class NewTemplate(TemplateContent):
    """A template to be created, under its owner's id or one that we give."""

    id: Id | None = None


class Template(BaseModel):
    """A template as it is now; its content holds only what it says."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    name: str
    content: dict[str, object]
    actions: list[Action] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime


def present(template: models.OfferTemplate, caller: Caller) -> Template:
    """A template as this caller gets it."""
    may_write = caller.holds("offers.write")
    return Template(
        id=template.id,
        version=template.version,
        name=template.name,
        content=template.content,
        actions=["revise", "delete", "use"] if may_write else [],
        created_at=template.created_at,
        updated_at=template.updated_at,
    )
