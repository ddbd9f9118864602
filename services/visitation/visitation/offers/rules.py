"""How an offer changes, whatever holds it: the row of a table, or a plain object in an import."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args

from kit import problems
from kit.collation import danish_sort_key
from kit.folding import folded_words
from kit.problems import FieldError

Status = Literal["draft", "published", "paused", "closed"]
Act = Literal["revise", "publish", "pause", "resume", "close", "confirm", "link", "copy"]
STATUSES: tuple[Status, ...] = get_args(Status)

ACTS: dict[Status, tuple[Act, ...]] = {
    "draft": ("revise", "publish", "close", "confirm", "link", "copy"),
    "published": ("revise", "pause", "close", "confirm", "link", "copy"),
    "paused": ("revise", "resume", "close", "confirm", "link", "copy"),
    "closed": ("copy",),
}
"""What is possible next, in each status."""

RIGHTS: dict[Act, str] = {
    "revise": "offers.write",
    "confirm": "offers.write",
    "link": "offers.write",
    "copy": "offers.write",
    "publish": "offers.publish",
    "pause": "offers.publish",
    "resume": "offers.publish",
    "close": "offers.publish",
}
"""The right that each act wants."""

ACTS_DA: dict[Act, str] = {
    "revise": "rettes",
    "publish": "udgives",
    "pause": "sættes på pause",
    "resume": "genoptages",
    "close": "lukkes",
    "confirm": "bekræftes",
    "link": "få forgængere",
    "copy": "kopieres",
}

STATUS_DA: dict[Status, str] = {
    "draft": "en kladde",
    "published": "udgivet",
    "paused": "på pause",
    "closed": "lukket",
}

REQUIRED = (
    ("provider_id", "/provider_id"),
    ("provider_name", "/provider_name"),
    ("kind", "/kind"),
    ("description", "/description"),
    ("target_groups", "/target_groups"),
    ("hours_per_week", "/hours_per_week"),
    ("duration_weeks", "/duration_weeks"),
    ("price_dkk", "/price"),
    ("intake", "/intake"),
)
"""What a caseworker must be told of an offer before it can be chosen: column and pointer."""

CONTENT = (
    "name",
    "provider_id",
    "provider_name",
    "agreement_id",
    "kind",
    "content_elements",
    "description",
    "target_groups",
    "match_groups",
    "themes",
    "hours_per_week",
    "duration_weeks",
    "price_dkk",
    "price_per",
    "address",
    "postal_code",
    "city",
    "p_number",
    "accessible",
    "accessibility_note",
    "intake",
    "capacity",
    "prerequisites",
    "languages",
    "package_of",
)
"""The columns that an offer says of itself; a version keeps them, and the predecessors."""


class ActNotPossible(problems.NotNow):
    """The offer's status does not allow the act."""

    code = "offer_act_not_possible"
    title = "Det kan ikke gøres med tilbuddet nu"


class OfferIncomplete(problems.NotNow):
    """An offer that can be chosen must say what a caseworker needs to know."""

    code = "offer_incomplete"
    title = "Tilbuddet mangler oplysninger"


class OfferRules:
    """Who and when is kept, the status is derived; every change goes through a method here."""

    if TYPE_CHECKING:  # whatever holds the offer has them; the ORM reads annotations it can see
        municipality: Any
        id: Any
        version: Any
        name: Any
        name_key: Any
        provider_name: Any
        description: Any
        address: Any
        postal_code: Any
        city: Any
        predecessors: Any
        search_words: Any
        checked_at: Any
        created_at: Any
        created_by: Any
        updated_at: Any
        updated_by: Any
        published_at: Any
        published_by: Any
        paused_at: Any
        paused_by: Any
        resumed_at: Any
        resumed_by: Any
        closed_at: Any
        closed_by: Any
        confirmed_at: Any
        confirmed_by: Any

    def begin(
        self, municipality: str, offer_id: str, content: dict[str, Any], *, by: str, at: datetime
    ) -> None:
        """Make it a draft that nobody can be referred to; its first version is not counted yet."""
        self.municipality = municipality
        self.id = offer_id
        self.version = 0
        self.predecessors = []
        self.created_at = self.updated_at = self.checked_at = at
        self.created_by = self.updated_by = by
        for moment in ("published", "paused", "resumed", "closed", "confirmed"):
            setattr(self, f"{moment}_at", None)
            setattr(self, f"{moment}_by", None)
        self._write(content)

    @property
    def status(self) -> Status:
        """What the moments say."""
        if self.closed_at is not None:
            return "closed"
        if self.published_at is None:
            return "draft"
        # A pause clears when the one before it ended.
        return "paused" if self.paused_at is not None and self.resumed_at is None else "published"

    def says(self, content: dict[str, Any]) -> bool:
        """Whether this is its content already."""
        return all(getattr(self, name) == it for name, it in content.items())

    def revise(self, content: dict[str, Any], *, at: datetime) -> bool:
        """Replace the content; whether anything became different.

        Raises:
            ActNotPossible: When the offer is closed.
            OfferIncomplete: When it can be chosen already and would lack something.
        """
        self._allow("revise")
        changed = {name: it for name, it in content.items() if getattr(self, name) != it}
        if not changed:
            self.file()
            return False
        self._write(changed)
        self.checked_at = at
        if self.status != "draft":
            self._require_complete()
        return True

    def publish(self, *, by: str, at: datetime) -> None:
        """Let it be chosen.

        Raises:
            ActNotPossible: When it is no draft.
            OfferIncomplete: When it lacks something, each thing pointed at.
        """
        self._allow("publish")
        self._require_complete()
        self.published_at, self.published_by = at, by

    def pause(self, *, by: str, at: datetime) -> None:
        """Take it out of the range for a while."""
        self._allow("pause")
        self.paused_at, self.paused_by = at, by
        self.resumed_at = self.resumed_by = None

    def resume(self, *, by: str, at: datetime) -> None:
        """Let it be chosen again after a pause."""
        self._allow("resume")
        self.resumed_at, self.resumed_by = at, by

    def close(self, *, by: str, at: datetime) -> None:
        """Take it out of the range for good; what it was stays."""
        self._allow("close")
        self.closed_at, self.closed_by = at, by

    def confirm(self, *, by: str, at: datetime) -> None:
        """Vouch that what it says is still right."""
        self._allow("confirm")
        self.confirmed_at, self.confirmed_by = at, by
        self.checked_at = at
        self.file()

    def follow(self, predecessors: list[str]) -> bool:
        """Say which offers it came instead of; whether that is something new."""
        if self.predecessors == predecessors:
            return False
        # A closed offer must not stand between another and its predecessor's figures for ever.
        if predecessors:
            self._allow("link")
        self.predecessors = predecessors
        return True

    def file(self) -> bool:
        """Work out what it is sorted and found by; whether that is something new.

        Code from before these columns writes the content without them.
        """
        filed = (
            danish_sort_key(self.name),
            folded_words(
                self.name,
                self.provider_name,
                self.description,
                self.address,
                self.postal_code,
                self.city,
            ),
        )
        if filed == (getattr(self, "name_key", None), getattr(self, "search_words", None)):
            return False
        self.name_key, self.search_words = filed
        return True

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    @property
    def is_complete(self) -> bool:
        """Whether it lacks nothing to be chosen."""
        return all(getattr(self, column) not in (None, "", []) for column, _ in REQUIRED)

    def missing(self) -> list[FieldError]:
        """What it lacks to be chosen."""
        return [
            FieldError(pointer, "missing", "Skal udfyldes, før tilbuddet kan udgives.")
            for column, pointer in REQUIRED
            if getattr(self, column) in (None, "", [])
        ]

    def _write(self, content: dict[str, Any]) -> None:
        for name, it in content.items():
            setattr(self, name, it)
        self.file()

    def _require_complete(self) -> None:
        missing = self.missing()
        if missing:
            raise OfferIncomplete(
                f"Udfyld {len(missing)} {'felt' if len(missing) == 1 else 'felter'}; se errors.",
                errors=missing,
            )

    def _allow(self, act: Act) -> None:
        possible = ACTS[self.status]
        if act not in possible:
            can = ", ".join(ACTS_DA[each] for each in possible)
            raise ActNotPossible(f"Tilbuddet er {STATUS_DA[self.status]}. Det kan: {can}.")


class LooseOffer(OfferRules):
    """An offer outside the session: a bulk import spares the ORM's own bookkeeping."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)


def course_total(price: Decimal, per: str, hours_per_week: Decimal, duration_weeks: int) -> Decimal:
    """What a whole course costs by the offer's own list price, in DKK."""
    if per == "week":
        return price * duration_weeks
    if per == "hour":
        return price * hours_per_week * duration_weeks
    return price
