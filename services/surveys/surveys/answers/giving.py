"""What a citizen gives in a form, judged against the questions; nothing here knows a database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kit import cpr
from surveys.instruments.library import POINTS, Instrument

MAX_COMMENT = 2_000
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Fault = Literal["missing", "unknown_choice", "too_long", "cpr_in_text", "unwritable"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given.

    Attributes:
        scores: By question, 1 to 5; what was left open is not there.
        comment: In the citizen's own words; empty when there are none.
        faults: By question, what is wrong.
        raw: By question, the text to show again.
    """

    scores: dict[str, int]
    comment: str
    faults: dict[str, Fault] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


def judge(instrument: Instrument, form: Mapping[str, str], *, is_final: bool) -> Given:
    """What a form says; what must be answered is only missed when it is sent for good."""
    given = Given(scores={}, comment="")
    comment = ""
    for item in instrument.items:
        text = form.get(item.name, "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if text:
            given.raw[item.name] = text
        fault: Fault | None = None
        if item.kind == "text":
            fault = _fault_of_text(text)
            comment = text if fault is None else comment
        elif text in _CHOICES:
            given.scores[item.name] = int(text)
        elif text:
            fault = "unknown_choice"
            del given.raw[item.name]
        if not text and item.required and is_final:
            fault = "missing"
        if fault is not None:
            given.faults[item.name] = fault
    return Given(given.scores, comment, given.faults, given.raw)


_CHOICES = frozenset(str(point) for point in range(1, POINTS + 1))


def _fault_of_text(text: str) -> Fault | None:
    if len(text) > MAX_COMMENT:
        return "too_long"
    if _UNWRITTEN.search(text):
        return "unwritable"
    return "cpr_in_text" if cpr.contains(text) else None
