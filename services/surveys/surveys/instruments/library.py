"""The library's questionnaires, read from data: a new version is a new entry, never a change."""

import json
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kit import problems

POINTS = 5
"""Every scale runs from 1, the worst, to 5."""

Language = Literal["da", "en"]
Measure = Literal["satisfaction", "relevance", "closeness"]


class InstrumentUnknown(problems.Malformed):
    """The library holds no questionnaire of this name."""

    code = "instrument_unknown"
    title = "Ukendt spørgeskema"


class Wording(BaseModel):
    """A text in the languages that a page is shown in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str
    en: str


class Scale(BaseModel):
    """What each point of a scale is called, from 1 to 5."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: tuple[str, str, str, str, str]
    en: tuple[str, str, str, str, str]


class Item(BaseModel):
    """One question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Literal["scale", "text"]
    measures: Measure | None
    required: bool
    question: Wording
    scale: str | None


class Instrument(BaseModel):
    """One version of a questionnaire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: int
    title: Wording
    items: tuple[Item, ...]
    scales: dict[str, Scale]

    @property
    def scored(self) -> tuple[Item, ...]:
        """The questions that are answered on a scale."""
        return tuple(item for item in self.items if item.kind == "scale")

    def that_measure(self, what: Measure) -> tuple[str, ...]:
        """The names of the questions that one thing is measured by."""
        return tuple(item.name for item in self.items if item.measures == what)


@cache
def instruments() -> tuple[Instrument, ...]:
    """Every version of every questionnaire."""
    text = resources.files("surveys.instruments").joinpath("library.json").read_text("utf-8")
    return tuple(Instrument.model_validate(each) for each in json.loads(text))


def newest(name: str) -> Instrument:
    """The newest version of a questionnaire.

    Raises:
        InstrumentUnknown: When there is none of this name.
    """
    versions = [each for each in instruments() if each.name == name]
    if not versions:
        names = sorted({each.name for each in instruments()})
        raise InstrumentUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/instrument", "unknown", "Kendes ikke.")],
            extra={"valid": names},
        )
    return max(versions, key=lambda each: each.version)


def of_version(name: str, version: int) -> Instrument:
    """The version that somebody was asked with."""
    return next(each for each in instruments() if (each.name, each.version) == (name, version))
