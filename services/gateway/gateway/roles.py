"""Rights, and the roles that are sets of them: the only place that says who may do what."""

from typing import Final

RIGHTS: Final = {
    "audit.extract": "trække en borgers egen logudskrift",
    "audit.follow": "følge alle tjenesters forseglede log (kun tjenesterne selv)",
    "audit.search": "søge i loggen over, hvem der har set og ændret hvad",
    "clients.manage": "oprette og spærre systemers adgang",
    "codes.read": "se kodelister",
    "feed.follow_all": "følge hændelser fra alle kommuner (kun tjenesterne selv)",
    "feed.read": "følge egen kommunes hændelser",
    "figures.read": "se effekttal",
    "figures.release": "frigive effekttal",
    "guide.read": "spørge visitationsguiden",
    "jobs.read": "se, hvor langt baggrundsarbejde er",
    "offers.import": "indlæse tilbud i bulk",
    "offers.publish": "offentliggøre, pausere og lukke tilbud",
    "offers.read": "se tilbud",
    "offers.write": "oprette og rette tilbud",
    "registers.import": "indlæse registerdata",
    "registers.read": "se, hvilke registerdata der er indlæst",
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

_LOOK = frozenset({"codes.read", "guide.read", "offers.read", "figures.read"})
_CATALOGUE = frozenset({"offers.write", "offers.publish"})

ROLES: Final[dict[str, frozenset[str]]] = {
    # People of the jobcenter.
    "caseworker": _LOOK,
    "team_leader": _LOOK,
    "manager": _LOOK | {"registers.read", "figures.release", "jobs.read"},
    "contract_manager": _LOOK | _CATALOGUE | {"offers.import", "jobs.read"},
    "inspector": frozenset({"codes.read", "offers.read"}),
    "analyst": _LOOK | {"registers.read", "registers.import", "figures.release", "jobs.read"},
    "interviewer": frozenset(),
    "administrator": frozenset(
        {"audit.search", "clients.manage", "codes.read", "offers.read", "registers.read"}
    ),
    "dpo": frozenset({"audit.extract", "audit.search", "registers.read"}),
    # People of a provider.
    "provider_staff": frozenset({"codes.read", "offers.read"}),
    # Systems.
    "jobcenter_system": _LOOK
    | _CATALOGUE
    | {"offers.import", "registers.import", "registers.read", "figures.release"}
    | {"feed.read", "jobs.read"},
    PROVIDER_SYSTEM: frozenset({"codes.read", "offers.read"}),
    "guide_reader": frozenset({"codes.read", "guide.read"}),
    SERVICE: frozenset({"audit.follow", "feed.read", "feed.follow_all"}),
}


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; none for one that this file no longer knows."""
    return ROLES.get(role, frozenset())
