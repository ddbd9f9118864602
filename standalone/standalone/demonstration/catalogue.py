"""Reads the offers of the demonstration municipality from the data file beside it."""

import math
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

TARGET_GROUPS = (
    "dagpenge",
    "kontanthjaelp",
    "uddannelseshjaelp",
    "sygedagpenge",
    "revalidering",
    "ledighedsydelse",
    "ressourceforloeb",
    "jobafklaring",
)
"""The order in which the generator numbers the target groups."""
GROUP_NUMBER = {code: number for number, code in enumerate(TARGET_GROUPS)}

MATCH_GROUPS = ("jobparat", "aktivitetsparat")
BUSINESS_ORIENTED_KINDS = frozenset(
    {"placement", "wage_subsidy_private", "wage_subsidy_public", "company_centre"}
)


@dataclass(frozen=True)
class Provider:
    """A provider, named by kind and number alone."""

    id: str
    name: str
    address: str
    private: bool


@dataclass(frozen=True)
class Offer:
    """An offer as it is written to ``offers.ndjson``, and how many citizens it draws."""

    id: str
    name: str
    provider: Provider
    kind: str
    description: str
    target_groups: tuple[str, ...]
    match_groups: tuple[str, ...]
    themes: tuple[str, ...]
    content_elements: tuple[str, ...]
    hours: int
    weeks: int
    price: str
    per: str
    capacity: int
    intake: str = "continuous"
    accessible: bool = True
    accessibility_note: str | None = None
    prerequisites: str | None = None
    languages: tuple[str, ...] = ("da",)
    status: str = "published"
    share: str = "ordinary"
    new_weeks: int | None = field(default=None)
    replaces: int | None = None

    @property
    def business_oriented(self) -> bool:
        """Whether each of its courses holds a placement or a wage subsidy."""
        return self.kind in BUSINESS_ORIENTED_KINDS

    def seats(self, scale: float) -> int:
        """How many can be in the offer at once; more in a municipality scaled up."""
        return math.ceil(self.capacity * max(scale, 1.0))

    @property
    def price_oere(self) -> int:
        """The price of one unit (week, course or hour) in øre."""
        kroner, oere = self.price.split(".")
        return int(kroner) * 100 + int(oere)


def _offer(number: int, entry: dict[str, Any], providers: tuple[Provider, ...]) -> Offer:
    values: dict[str, Any] = {
        key: tuple(it) if isinstance(it, list) else it for key, it in entry.items()
    }
    values["provider"] = providers[entry["provider"] - 1]
    values.setdefault("match_groups", MATCH_GROUPS)
    return Offer(id=offer_id(number), **values)


def offer_id(number: int) -> str:
    """What the offer with a number in the data file is called."""
    return f"tilbud-{number:03}"


@cache
def read_catalogue() -> tuple[tuple[Provider, ...], tuple[Offer, ...]]:
    """The providers and offers, in the order of the data file, which numbers them."""
    data = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))
    providers = tuple(
        Provider(f"leverandoer-{number:02}", it["name"], it["address"], "privat" in it["name"])
        for number, it in enumerate(data["provider"], 1)
    )
    offers = tuple(_offer(number, it, providers) for number, it in enumerate(data["offer"], 1))
    return providers, offers
