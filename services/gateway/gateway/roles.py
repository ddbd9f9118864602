"""Rights, and the roles that are sets of them: the only place that says who may do what."""

from typing import Final

RIGHTS: Final = {
    "agreements.read": "se aftaler og krav",
    "agreements.write": "oprette og ændre aftaler og krav",
    "attendance.read": "se fremmøde",
    "attendance.report": "indberette fremmøde",
    "audit.extract": "trække en borgers egen logudskrift",
    "audit.follow": "følge alle tjenesters forseglede log (kun tjenesterne selv)",
    "audit.search": "søge i loggen over, hvem der har set og ændret hvad",
    "call_offs.answer": "tage imod eller afvise bestillinger og melde start og slut",
    "call_offs.read": "se bestillinger",
    "citizens.erase": "slette en borger",
    "citizens.identify": "omsætte CPR-numre til id'er i bulk",
    "citizens.merge": "slå to registreringer af samme borger sammen",
    "citizens.read": "slå borgere op",
    "citizens.write": "registrere og rette borgere",
    "clients.manage": "oprette og spærre systemers adgang",
    "codes.read": "se kodelister",
    "cohorts.write": "oprette og ændre hold",
    "complaints.read": "se klager",
    "complaints.write": "registrere og afslutte klager",
    "feed.follow_all": "følge hændelser fra alle kommuner (kun tjenesterne selv)",
    "feed.read": "følge egen kommunes hændelser",
    "figures.read": "se effekttal",
    "figures.release": "frigive effekttal",
    "guide.read": "spørge visitationsguiden",
    "history.import": "indlæse det, der er sket før",
    "inspections.comment": "kommentere tilsyn af egne tilbud",
    "inspections.publish": "offentliggøre og trække en smiley tilbage",
    "inspections.read": "se tilsyn",
    "inspections.write": "registrere tilsyn",
    "jobs.read": "se, hvor langt baggrundsarbejde er",
    "offers.import": "indlæse tilbud i bulk",
    "offers.publish": "offentliggøre, pausere og lukke tilbud",
    "offers.read": "se tilbud",
    "offers.write": "oprette og rette tilbud",
    "operations.read": "se, om tjenesterne er klar",
    "participations.read": "se de forløb, effekttal regnes af",
    "providers.read": "se leverandører",
    "providers.write": "oprette og rette leverandører",
    "quality.read": "se kvalitetsoverblikket",
    "referrals.approve": "godkende henvisninger",
    "referrals.order": "aftale forventninger, bestille, afbryde og vurdere forløb",
    "referrals.participants": "se, hvem der er henvist til egne tilbud",
    "referrals.read": "se henvisninger",
    "referrals.write": "oprette og rette henvisninger",
    "registers.import": "indlæse registerdata",
    "registers.override": "godkende registerdata, der ser forkerte ud",
    "registers.read": "se, hvilke registerdata der er indlæst",
    "surveys.answer": "taste svar ind for borgere",
    "surveys.invite": "udsende personlige links",
    "surveys.read": "se spørgeskemaer og runder",
    "surveys.write": "oprette og lukke runder",
}
"""Every right that a route may ask for, named like an act, and what it lets somebody do."""

SERVICE: Final = "service"
"""The role of our own services: the only one without a municipality."""

PROVIDER_SYSTEM: Final = "provider_system"
"""The role of a provider's system: the only one of a client that names a provider."""

OVER_HTTP: Final = ("jobcenter_system", PROVIDER_SYSTEM, "guide_reader")
"""What an administrator may let a system be. None of them may manage clients: whoever could, could
let in others and go on after being closed out; and none is a person's role, because a person shows
who he or she is."""

PROVIDER_STAFF: Final = "provider_staff"
"""The role of a provider's people: the only one of a person that names a provider."""

PEOPLE: Final = {
    "caseworker": "Sagsbehandler",
    "team_leader": "Teamleder",
    "manager": "Leder",
    "contract_manager": "Kontraktansvarlig",
    "inspector": "Tilsynsførende",
    "analyst": "Analytiker",
    "interviewer": "Interviewer",
    PROVIDER_STAFF: "Leverandørmedarbejder",
    "administrator": "Administrator",
    "dpo": "Databeskyttelsesrådgiver",
}
"""The roles that somebody who signs in may have, and what they are called."""

_LOOK = frozenset({"codes.read", "guide.read", "offers.read", "figures.read"})
_CATALOGUE = frozenset({"offers.write", "offers.publish"})
_CASES = frozenset(
    {
        "attendance.read",
        "call_offs.read",
        "citizens.read",
        "citizens.write",
        "complaints.read",
        "complaints.write",
        "inspections.read",
        "referrals.order",
        "referrals.read",
        "referrals.write",
    }
)
_CONTRACTS = frozenset(
    {
        "agreements.read",
        "attendance.read",
        "call_offs.read",
        "complaints.read",
        "inspections.read",
        "providers.read",
    }
)
_PROVIDER = frozenset(
    {
        "agreements.read",
        "attendance.read",
        "attendance.report",
        "call_offs.answer",
        "call_offs.read",
        "codes.read",
        "inspections.comment",
        "inspections.read",
        "offers.read",
        "providers.read",
        "referrals.participants",
    }
)

ROLES: Final[dict[str, frozenset[str]]] = {
    # People of the jobcenter.
    "caseworker": _LOOK | _CASES,
    "team_leader": _LOOK | _CASES | {"quality.read", "referrals.approve", "surveys.read"},
    "manager": _LOOK
    | _CASES
    | _CONTRACTS
    | {"quality.read", "referrals.approve", "surveys.read"}
    | {"registers.read", "registers.override", "figures.release", "jobs.read"},
    "contract_manager": _LOOK
    | _CATALOGUE
    | _CONTRACTS
    | {"agreements.write", "cohorts.write", "complaints.write", "providers.write"}
    | {"offers.import", "jobs.read", "quality.read", "surveys.read"},
    "inspector": frozenset({"codes.read", "offers.read"})
    | _CONTRACTS
    | {"inspections.write", "inspections.publish"},
    "analyst": _LOOK
    | {"registers.read", "registers.import", "registers.override", "figures.release"}
    | {"participations.read", "jobs.read", "quality.read", "surveys.read", "surveys.write"},
    "interviewer": frozenset({"surveys.read", "surveys.answer"}),
    "administrator": frozenset(
        {"audit.search", "clients.manage", "codes.read", "jobs.read", "offers.read"}
        | {"operations.read", "registers.read"}
    ),
    "dpo": frozenset(
        {"audit.extract", "audit.search", "citizens.erase", "citizens.read", "registers.read"}
    ),
    # People of a provider.
    PROVIDER_STAFF: _PROVIDER,
    # Systems.
    "jobcenter_system": _LOOK
    | _CATALOGUE
    | _CASES
    | _CONTRACTS
    | {"agreements.write", "providers.write", "cohorts.write", "attendance.report"}
    | {"call_offs.answer", "inspections.write", "inspections.publish"}
    | {"citizens.identify", "citizens.merge", "citizens.erase", "history.import"}
    | {"surveys.read", "surveys.write", "surveys.invite", "surveys.answer"}
    | {"offers.import", "registers.import", "registers.read", "registers.override"}
    | {"participations.read", "figures.release", "feed.read", "jobs.read", "quality.read"},
    PROVIDER_SYSTEM: _PROVIDER | {"feed.read", "jobs.read"},
    "guide_reader": frozenset({"codes.read", "guide.read"}),
    SERVICE: frozenset({"audit.follow", "feed.read", "feed.follow_all"}),
}


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; none for one that this file no longer knows."""
    return ROLES.get(role, frozenset())
