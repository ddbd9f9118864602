"""What belongs to others, asked for by its id: answered as what never was.

A request that its owner would be granted is sent by somebody else: as it is, and with every text
that is only the owner's changed to one that nobody has. The same is done with one part at a time
in a request that is otherwise our own, such as a citizen of ours and an offer of theirs.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from string import ascii_lowercase

import httpx
from stdnum.dk import cvr

from ..anything.known import Known  # noqa: TID252 - test folders are no packages
from . import table
from .requests_in_parts import Place, changed, texts_in
from .table import Line
from .world import AS_A_PROVIDER, EVERYTHING, Owner, World

ALSO: dict[str, tuple[Place, str, str]] = {
    "create_referral": (("json", "cohort_id"), "get_cohort", "cohort_id"),
    "import_referrals": (("content", 0, "cohort_id"), "get_cohort", "cohort_id"),
}
"""Parts that a request may have, by the operation and the name under which their owner has them."""

_GENERATED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\b[a-z]{20}\b|\d{4}-\d\d-\d\d[0-9T:.Z+]*|\d{3,}"
)
_LATER = str.maketrans(ascii_lowercase, ascii_lowercase[1:] + "a")
_OF_THE_REQUEST = re.compile(r'"trace_id":\s*"[^"]*"')


def never_was(told: str) -> str:
    """A text of the same shape that nobody has."""
    if told.isdigit() and cvr.is_valid(told):
        # It is checked before anything is looked up.
        return next(each for n in range(1, 99) if cvr.is_valid(each := f"{int(told) + 77 * n:08}"))
    if re.fullmatch(r"[0-9a-f-]{32,36}", told):
        # Where a UUID says its version it is left alone.
        return "".join(_other(c) if at not in (14, 19) else c for at, c in enumerate(told))
    other = re.sub(r"\d", lambda digit: _other(digit[0]), told)
    return told.translate(_LATER) if other == told else other


def _other(character: str) -> str:
    return str((7 * int(character) + 3) % 10) if character.isdigit() else character


def askers(line: Line, owner: Owner) -> list[str]:
    """Who asks for what is an owner's: all who may do it at all, and those with every right."""
    if owner == "other provider":
        if line.rows == "municipality":
            return []
        return [AS_A_PROVIDER, *sorted(line.roles & table.PROVIDERS)]
    return [EVERYTHING, AS_A_PROVIDER, *sorted(line.roles - {table.SERVICE})]


def one_of_each_kind(callers: Iterable[str]) -> set[str]:
    """Of the callers whose tokens differ by their rights alone, the first.

    All of them ask for what is another's by its own id. What they may put into a request of their
    own is looked up as that is, by who they are.
    """
    first: dict[object, str] = {}
    for who in callers:
        of_a_role = (who in table.PROVIDERS, who in table.SYSTEMS)
        first.setdefault(of_a_role if who in table.ROLES else who, who)
    return set(first.values())


def found_in(world: World, operation: str, owner: Owner) -> dict[Place, str]:
    """What is only its owner's in a request of theirs, and where it stands."""
    theirs, secrets = world.kept[owner, operation], world.secrets[owner]
    return {place: told for place, told in texts_in(theirs) if told in secrets}


def also_theirs(world: World, operation: str, owner: Owner) -> dict[Place, str]:
    """What a request may name besides what it must, as an owner has it."""
    found: dict[Place, str] = {}
    if operation in ALSO:
        place, made, name = ALSO[operation]
        found[place] = world.kept[owner, made].path[name]
    batches = sorted(world.columns[owner].get("batch_id", ()))
    if batches and any(each["name"] == "batch_id" for each in world.parameters(operation)):
        found["query", "batch_id", 0] = batches[0]
    return found


def tried(world: World, operation: str, asked: Known) -> Known:
    """A request that only tries, where it can: what it brings would be in the way of the next."""
    if all(each["name"] != "validate_only" for each in world.parameters(operation)):
        return asked
    return replace(asked, query={**asked.query, "validate_only": "true"})


def alike(answer: httpx.Response, asked: Iterable[str] = ()) -> str:
    """An answer without what is new in each: numbers, its own trace, and what was asked with."""
    said = _OF_THE_REQUEST.sub("", answer.text)
    for told in sorted(asked, key=len, reverse=True):
        said = said.replace(told, "*")
    return f"{answer.status_code} {_GENERATED.sub('#', said)}"


async def differences(world: World, who: str, operation: str, owner: Owner) -> list[str]:
    """Where somebody is answered otherwise about what is another's than about nothing."""
    theirs = world.kept[owner, operation]
    found = found_in(world, operation, owner)
    nothing = {place: never_was(told) for place, told in found.items()}
    told = []
    if found:
        one = await world.ask(who, operation, tried(world, operation, theirs))
        other = tried(world, operation, changed(theirs, nothing))
        none = await world.ask(who, operation, other)
        told.append(("as it is", alike(one, found.values()), alike(none, nothing.values())))
    line = table.lines_of(world.service)[operation]
    if who not in one_of_each_kind(askers(line, owner)):
        return _unlike(who, operation, owner, told)
    own = dict(texts_in(world.kept["ours", operation]))
    also = also_theirs(world, operation, owner)
    for place, value in (found | also).items():
        if (len(own) > 1 and place in own) or place in also:
            other_value = never_was(value)
            one = await _ask_with(world, who, operation, {place: value})
            none = await _ask_with(world, who, operation, {place: other_value})
            told.append(
                (f"with theirs at {place}", alike(one, [value]), alike(none, [other_value]))
            )
    return _unlike(who, operation, owner, told)


def _unlike(
    who: str, operation: str, owner: Owner, told: Iterable[tuple[str, str, str]]
) -> list[str]:
    return [
        f"{who} asks {operation} of {owner}, {label}:\n  {one[:400]}\n  {none[:400]}"
        for label, one, none in told
        if one != none
    ]


async def _ask_with(
    world: World, who: str, operation: str, changes: dict[Place, str]
) -> httpx.Response:
    """Ask for our own, with a part of it changed; what was done by it is made anew."""
    asked = tried(world, operation, changed(world.kept["ours", operation], changes))
    answer = await world.ask(who, operation, asked)
    if answer.is_success and answer.request.method != "GET":
        await world.make("ours", operation)
    return answer
