"""Code lists as they cross the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict


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
