"""Whom one writes or calls day by day: a function rather than a person, who may leave."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from kit.texts import Line, without_cpr

Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[A-Za-z]{2,24}$"),
    AfterValidator(without_cpr),
]
Phone = Annotated[str, StringConstraints(pattern=r"^(\+[0-9]{1,3} ?)?[0-9][0-9 ]{6,14}$")]


class Contact(BaseModel):
    """A function, and how it is reached."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(examples=["Visitation og hold"])
    email: Email | None = Field(default=None, examples=["visitation@leverandoer.example"])
    phone: Phone | None = Field(default=None, examples=["70 00 00 00"])
