"""What the identity provider's claims make somebody here: a file, written by who installs us.

    [claims]
    name = "name"
    username = "preferred_username"

    [municipalities.0999]
    name = "Eksempel Kommune"
    known_as = ["urn:dk:gov:saml:cvrNumberIdentifier:12345678"]

    [providers]
    leverandoer-01 = "Leverandør 1"

    [[roles]]                     # a group of the municipality's own identity provider
    role = "caseworker"
    claim = "groups"
    value = "pejling-sagsbehandler"
    municipality = "0999"

    [[roles]]                     # KOMBIT: a brugersystemrolle and its dataafgrænsning
    role = "provider_staff"
    claim = "privileges"
    value = "http://pejling.dk/roles/usersystemrole/leverandoer/1"
    value_at = "privilege"
    municipality_at = "scope"
    provider_at = ["constraints", "http://pejling.dk/constraints/leverandoer/1"]

A claim, and each ``…_at``, is a name or a list of names, the way into nested objects. Where
``value_at`` is said, the claim holds objects, and ``…_at`` is looked up in the very object that
gives the role; otherwise it holds texts, and ``…_at`` is looked up in the token. In place of such
objects a claim may hold one text, a base64-coded ``PrivilegeList`` (``staff/privileges.py``): each
privilege in it is an object with ``privilege``, ``scope`` and ``constraints``, as in the last rule.
A ``municipality`` that a rule names itself is held against nothing: say ``municipality_at`` there.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from gateway import roles
from gateway.staff import privileges
from kit import cpr
from kit.tenancy import Municipality

MAX_CHOICES = 200
MAX_NAME = 200
NAMELESS = "Uden navn"
_PROVIDER_ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")

Word = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Way = Word | list[Word]


class RoleMapUnusable(ValueError):
    """The file is missing, or does not say what it must; the text says where."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Claims(_Strict):
    """Where the person's names stand."""

    name: Way = "name"
    username: Way = "preferred_username"


class KnownMunicipality(_Strict):
    """A municipality of this installation, and what the identity provider calls it."""

    name: Word
    known_as: list[Word] = []


class Rule(_Strict):
    """A value of a claim, and what it makes its holder."""

    role: Word
    claim: Way
    value: Word
    value_at: Way | None = None
    municipality: Municipality | None = None
    municipality_at: Way | None = None
    provider: Word | None = None
    provider_at: Way | None = None

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.role not in roles.PEOPLE:
            raise ValueError(f"role er en af: {', '.join(roles.PEOPLE)}")
        if (self.municipality is None) == (self.municipality_at is None):
            raise ValueError("skriv enten municipality eller municipality_at")
        named = (self.provider is not None) + (self.provider_at is not None)
        if named != (self.role == roles.PROVIDER_STAFF):
            raise ValueError("provider_staff, og kun den, har provider eller provider_at")
        return self


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a person may be."""

    municipality: str
    role: str
    provider_id: str | None = None

    @property
    def id(self) -> str:
        """What a page calls it."""
        return ":".join(filter(None, (self.municipality, self.role, self.provider_id)))


@dataclass(frozen=True, slots=True)
class Person:
    """What the identity provider says of somebody."""

    name: str
    username: str
    choices: tuple[Choice, ...]


class RoleMap(_Strict):
    """The file's content."""

    claims: Claims = Claims()
    municipalities: dict[Municipality, KnownMunicipality] = Field(min_length=1)
    providers: dict[Word, Word] = {}
    roles: list[Rule]

    @model_validator(mode="after")
    def _knows_whose(self) -> Self:
        named = {rule.municipality for rule in self.roles} - {None}
        if unknown := named - set(self.municipalities):
            raise ValueError(f"kommunen {min(map(str, unknown))} mangler under municipalities")
        return self

    @classmethod
    def read(cls, path: Path) -> Self:
        """The map in a file.

        Raises:
            RoleMapUnusable: When it cannot be read or understood.
        """
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise RoleMapUnusable(f"Filen kan ikke læses: {error.strerror} ({path})") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise RoleMapUnusable(f"Filen er ikke TOML ({path})") from None
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise RoleMapUnusable(f"{where}: {first['msg']} ({path})") from None

    def person(self, claims: Mapping[str, Any]) -> Person:
        """Who the claims say that somebody is, and what that makes them here."""
        username = _text(_at(claims, self.claims.username))
        name = _text(_at(claims, self.claims.name)) or username or NAMELESS
        # A text is read once, however many rules look into it.
        read = functools.cache(privileges.held)
        found = sorted(
            {choice for rule in self.roles for choice in self._choices(rule, claims, read)},
            key=lambda choice: (choice.municipality, choice.role, choice.provider_id or ""),
        )
        return Person(name, username, tuple(found[:MAX_CHOICES]))

    def municipality_name(self, code: str) -> str:
        """What a municipality is called; its code where the file no longer says."""
        known = self.municipalities.get(code)
        return known.name if known else code

    def provider_name(self, provider_id: str) -> str:
        """What a provider is called; its id where the file does not say."""
        return self.providers.get(provider_id, provider_id)

    def _choices(
        self, rule: Rule, claims: Mapping[str, Any], read: Callable[[str], list[Any]]
    ) -> Iterator[Choice]:
        told = _several(_at(claims, rule.claim))
        if rule.value_at is not None:
            told = [
                part for held in told for part in (read(held) if isinstance(held, str) else [held])
            ]
        for held in told:
            whole = held if rule.value_at is not None else claims
            value = _at(held, rule.value_at) if rule.value_at is not None else held
            if value != rule.value:
                continue
            municipality = rule.municipality or self._municipality(_at(whole, rule.municipality_at))
            if municipality is None:
                continue
            if rule.role != roles.PROVIDER_STAFF:
                yield Choice(municipality, rule.role)
                continue
            named = [rule.provider] if rule.provider else _several(_at(whole, rule.provider_at))
            for provider_id in named:
                if _is_provider_id(provider_id):
                    yield Choice(municipality, rule.role, provider_id)

    def _municipality(self, told: object) -> str | None:
        """The municipality that a claim names; one that is not ours counts for nothing."""
        for code, known in self.municipalities.items():
            if told == code or told in known.known_as:
                return code
        return None


def _at(told: object, way: Way | None) -> Any:  # noqa: ANN401 - claims of any type
    for name in [way] if isinstance(way, str) else way or []:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told


def _several(told: object) -> list[Any]:
    if told is None:
        return []
    return told if isinstance(told, list) else [told]


def _is_provider_id(told: object) -> bool:
    return isinstance(told, str) and bool(_PROVIDER_ID.fullmatch(told)) and not cpr.places(told)


def _text(told: object) -> str:
    """A name as it may be kept: short, of one line, and without a CPR number."""
    if not isinstance(told, str):
        return ""
    text = " ".join("".join(each if each.isprintable() else " " for each in told).split())
    return "" if cpr.places(text) else text[:MAX_NAME]
