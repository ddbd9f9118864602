"""Searches and extracts as they cross the wire."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gateway import roles
from gateway.audit.models import AuditEntry, AuditRestoration
from gateway.audit.queries import Wanted
from kit import cpr

_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(3000, 1, 1, tzinfo=UTC)
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def _without_cpr(text: str) -> str:
    if cpr.contains(text):
        raise PydanticCustomError(
            "cpr_in_text",
            "shaped like a CPR number",
            {"danish": "Søg på borgerens id, ikke på CPR-nummeret: søgningen skrives i loggen."},
        )
    return text


def _id_or_without_cpr(text: str) -> str:
    # Ten digits of an id may look like anything.
    return text if re.fullmatch(_UUID, text) else _without_cpr(text)


def _of_our_time(moment: datetime) -> datetime:
    if not _EARLIEST <= moment < _LATEST:
        raise PydanticCustomError(
            "moment_out_of_range",
            "not between 1900 and 2999",
            {"danish": "Vælg et tidspunkt i årene 1900-2999."},
        )
    return moment


CitizenId = Annotated[str, StringConstraints(pattern=_UUID)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_Word = Annotated[_Text, AfterValidator(_without_cpr)]
_Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class Search(BaseModel):
    """What to look for in the log; what is left out may be anything."""

    model_config = ConfigDict(extra="forbid")

    subject: Annotated[_Text, AfterValidator(_id_or_without_cpr)] | None = Field(
        default=None, description="The id of a citizen, or of a batch"
    )
    actor: _Word | None = Field(default=None, description="Who did it")
    act: _Word | None = Field(default=None, examples=["registers.import"])
    organisation: _Word | None = None
    purpose: _Word | None = None
    service: _Word | None = Field(default=None, examples=["visitation"])
    trace_id: _Word | None = None
    since: _Moment | None = Field(
        default=None, description="This moment included; in the years 1900-2999, as until"
    )
    until: _Moment | None = Field(default=None, description="This moment not included")

    @model_validator(mode="after")
    def _is_a_period(self) -> "Search":
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise PydanticCustomError(
                "period_backwards", "backwards", {"danish": "since skal ligge før until."}
            )
        return self

    def wanted(self) -> Wanted:
        """The search as the query knows it."""
        return Wanted(**{name: getattr(self, name) for name in Search.model_fields})


class ExtractRequest(BaseModel):
    """Whose extract is asked for."""

    model_config = ConfigDict(extra="forbid")

    citizen_id: CitizenId


class Break(BaseModel):
    """A place in a service's log that does not fit together."""

    model_config = ConfigDict(from_attributes=True)

    service: str
    number: int = Field(
        description="The seal, counted in the municipality's chain; 0 for the log as a whole"
    )
    reason: str = Field(
        description="seal_missing, chain_broken, signature_wrong, key_changed, row_removed,"
        " row_added, row_changed, row_of_another, row_repeated, or restored: the log ended before"
        " where it had been followed to, and what was not followed before that is lost"
    )
    found_at: datetime


def restoration(found: AuditRestoration) -> Break:
    """The alarm that a service's whole log was restored."""
    return Break(service=found.service, number=0, reason="restored", found_at=found.found_at)


class Source(BaseModel):
    """One service's log as it is known here."""

    service: str
    complete_until: datetime | None = Field(description="Null: never reached")
    ends_early: bool = Field(description="Whether lines may be missing from what was asked for")
    breaks: list[Break]


class Sources(BaseModel):
    """Every service's log."""

    sources: list[Source]


class Line(BaseModel):
    """One line of a service's log."""

    model_config = ConfigDict(from_attributes=True)

    service: str
    id: int
    at: datetime
    actor: str
    actor_kind: str
    on_behalf_of: str | None
    organisation: str | None
    act: str
    purpose: str | None
    subjects: list[str]
    criterion: str | None
    trace_id: str


class Found(BaseModel):
    """A page of lines, the newest first, and how complete the logs are that it was found in."""

    items: list[Line]
    next: str | None
    sources: list[Source]
    ends_early: list[str] = Field(description="Services whose logs end before what was asked for")


class ExtractLine(BaseModel):
    """What a citizen may know of one line: no employee's name or id is part of it."""

    at: datetime
    act: str = Field(examples=["indlæse registerdata"])
    purpose: str | None
    organisation: str | None
    service: str


class Extract(BaseModel):
    """A page of a citizen's own extract, the newest first."""

    citizen_id: str
    items: list[ExtractLine]
    next: str | None
    complete_until: datetime | None
    ends_early: list[str] = Field(description="Services whose logs end before now")
    notes: list[str]


def act_in_danish(act: str) -> str:
    """What was done, in words: those of what is done to somebody, or of the right that it takes."""
    return ACTS.get(act) or roles.RIGHTS.get(act) or act.replace(".", ": ").replace("_", " ")


def extract_line(entry: AuditEntry) -> dict[str, Any]:
    """What a citizen may know of one line."""
    return {
        "at": entry.at,
        "act": act_in_danish(entry.act),
        "purpose": entry.purpose,
        "organisation": entry.organisation,
        "service": entry.service,
    }


ACTS = {
    "attendance.export": "hente fremmøde ud i en fil",
    "attendance.read": "se borgerens fremmøde",
    "attendance.report": "indberette borgerens fremmøde",
    "call_offs.accept": "tage imod bestillingen hos leverandøren",
    "call_offs.decline": "afvise bestillingen hos leverandøren",
    "call_offs.end": "melde borgerens forløb afsluttet",
    "call_offs.read": "se bestillingen af borgerens forløb",
    "call_offs.start": "melde borgerens forløb begyndt",
    "citizens.erase": "slette borgerens oplysninger",
    "citizens.identify": "finde borgerens id ud fra CPR-nummer",
    "citizens.list": "se borgeren på en liste",
    "citizens.merge": "samle to registreringer af samme borger",
    "citizens.profile": "se borgerens profil til visitationsguiden",
    "citizens.read": "se borgerens oplysninger",
    "citizens.register": "registrere borgeren",
    "citizens.search": "finde borgeren ved søgning",
    "citizens.show_number": "se borgerens CPR-nummer",
    "citizens.write": "rette borgerens oplysninger",
    "complaints.read": "se borgerens klage",
    "complaints.write": "registrere eller behandle borgerens klage",
    "invitations.read": "se borgerens invitation til et spørgeskema",
    "participations.read": "se borgerens forløb",
    "referrals.approve": "godkende borgerens henvisning",
    "referrals.export": "hente henvisninger ud i en fil",
    "referrals.list": "se borgerens henvisning på en liste",
    "referrals.order": "aftale, bestille, afbryde eller vurdere borgerens forløb",
    "referrals.participants": "give leverandøren deltagernes navne og kontaktoplysninger",
    "referrals.read": "se borgerens henvisning",
    "referrals.write": "oprette eller rette borgerens henvisning",
    "surveys.answer": "registrere borgerens svar på et spørgeskema",
    "surveys.invite": "lave borgerens personlige link til et spørgeskema",
}
"""What is done to somebody, as the citizen may read it; a right's words are those of who holds it.

What stands nowhere is shown as it is.
"""
