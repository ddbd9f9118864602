"""What is written by hand in a referral, whoever writes it."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kit.texts import Prose

MAX_TARGETS = 10
"""More than any municipality chooses; what it has chosen is judged where that is known."""


def _said(text: str) -> str:
    if not text:
        raise PydanticCustomError(
            "missing", "missing", {"danish": "Skal udfyldes, konkret og i egne ord."}
        )
    return text


Said = Annotated[Prose, AfterValidator(_said)]
"""Free text that must be there."""

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
"""A day with which can be counted: at the ends of the calendar weeks lead out of it."""
