"""What crosses the wire about questionnaires."""

from pydantic import BaseModel

from surveys.instruments.library import Instrument


class Instruments(BaseModel):
    """Every version of every questionnaire of the library."""

    items: list[Instrument]
