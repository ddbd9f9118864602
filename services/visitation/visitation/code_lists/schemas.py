"""Code lists as they cross the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class ListedCode(BaseModel):
    """A code, what it is called, and when it is valid; both dates are included."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    code: str
    label_da: str
    valid_from: date
    valid_to: date | None


class CodeList(BaseModel):
    """One list, in the order in which its codes are shown."""

    name: str
    codes: list[ListedCode]


class NamedList(BaseModel):
    """A list that there is."""

    name: str = Field(examples=["target_groups"])
    codes: int = Field(description="How many codes it holds, earlier ones too")


class CodeListNames(BaseModel):
    """The lists that there are."""

    items: list[NamedList]


class CrosswalkStep(BaseModel):
    """A code that has ended, and one that stands in for it from a day on."""

    model_config = ConfigDict(from_attributes=True)

    from_code: str = Field(examples=["2"])
    to_code: str = Field(examples=["aktivitetsparat"])
    valid_from: date
    note: str = Field(description="Where it is from; begins with »Foreløbig« while not settled")


class Crosswalk(BaseModel):
    """What stands in for the codes of a list that have ended."""

    name: str
    steps: list[CrosswalkStep]
