"""The citizen's pages as HTML: escaped, without scripts, and with nobody's name on them."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from importlib import resources
from typing import Literal

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from kit.local_time import written_date
from surveys.answers.giving import MAX_COMMENT, Given
from surveys.instruments.library import Instrument, Item, Language
from surveys.pages.wording import LANGUAGES, TEXTS
from surveys.waves.models import Wave

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ASSETS = {"pages.css": "text/css; charset=utf-8", "pejling.svg": "image/svg+xml"}

Notice = Literal["saved", "thanks", "answered", "over", "early", "unknown", "busy", "trouble"]

_STATUSES: dict[Notice, HTTPStatus] = {
    "answered": HTTPStatus.GONE,
    "over": HTTPStatus.GONE,
    "early": HTTPStatus.CONFLICT,
    "unknown": HTTPStatus.NOT_FOUND,
}
_GOOD = ("saved", "thanks", "answered")


@dataclass(frozen=True, slots=True)
class Told:
    """A page that says how things stand, and what to do.

    Attributes:
        what: Which one.
        day: The day that it speaks of.
    """

    what: Notice
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The page of questions, with what was given before and what is wrong with it."""

    wave: Wave
    instrument: Instrument
    given: Given
    offer_name: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page has in common.

    Attributes:
        token: The link's; None where it is not known to be one.
        language: In which it is said.
        base: From the page's own address to ``/s/``.
    """

    token: str | None
    language: Language
    base: str


def asset(name: str) -> bytes:
    """One of the files that a page asks for."""
    return resources.files("surveys.pages").joinpath("assets", name).read_bytes()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("surveys.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.globals["languages"] = LANGUAGES
    made.globals["stamp"] = hashlib.sha256(asset("pages.css")).hexdigest()[:8]
    return made


def render(shown: Shown, page: Told | Asked) -> Response:
    """A page as it is answered."""
    if isinstance(page, Told):
        return notice(shown, page, status=_STATUSES.get(page.what, HTTPStatus.OK))
    return _questions(shown, page)


def notice(shown: Shown, told: Told, *, status: HTTPStatus) -> Response:
    """A page that says how things stand, with a status of its own."""
    say = TEXTS[shown.language]
    return _page(
        "notice.html",
        shown,
        status,
        title=say[f"{told.what}_title"],
        text=say[told.what].format(date=written_date(told.day) if told.day else ""),
        tone="good" if told.what in _GOOD else "plain",
        again=say["again"] if told.what == "saved" else "",
    )


def _questions(shown: Shown, asked: Asked) -> Response:
    say = TEXTS[shown.language]
    name, given, wave = asked.offer_name, asked.given, asked.wave
    items = [
        _item(shown.language, asked.instrument, each, given) for each in asked.instrument.items
    ]
    return _page(
        "questions.html",
        shown,
        HTTPStatus.UNPROCESSABLE_ENTITY if given.faults else HTTPStatus.OK,
        about=say["about"].format(offer=name) if name else "",
        lead=say["lead"].format(count=len(items)),
        promise=say[wave.confidentiality],
        until=say["until"].format(date=written_date(wave.closes_on)),
        comment_hint=say["comment_hint"].format(most=_most(shown.language)),
        faults=given.faults,
        items=items,
    )


def _item(
    language: Language, instrument: Instrument, item: Item, given: Given
) -> dict[str, object]:
    fault = given.faults.get(item.name)
    text = given.raw.get(item.name, "")
    labels = getattr(instrument.scales[item.scale], language) if item.scale else ()
    points = [
        {
            "id": f"{item.name}-{value}",
            "value": value,
            "label": label,
            "is_chosen": text == str(value),
        }
        for value, label in enumerate(labels, 1)
    ]
    return {
        "name": item.name,
        "question": getattr(item.question, language),
        "required": item.required,
        "points": points,
        "first_id": f"{item.name}-1" if points else item.name,
        "text": text,
        "fault": TEXTS[language][fault].format(most=_most(language)) if fault else "",
    }


def _most(language: Language) -> str:
    """How much may be written, as people here and in English write a number."""
    written = f"{MAX_COMMENT:,}"
    return written.replace(",", ".") if language == "da" else written


def _page(template: str, shown: Shown, status: HTTPStatus, **told: object) -> Response:
    body = (
        _environment()
        .get_template(template)
        .render(
            token=shown.token,
            language=shown.language,
            base=shown.base,
            say=TEXTS[shown.language],
            **told,
        )
    )
    return Response(
        body, status_code=status, headers=HEADERS, media_type="text/html; charset=utf-8"
    )
