"""Who may do what: every operation, asked by everybody, held against the table of what is decided.

The table is ``tests/matrix/allowed.csv``. A new operation is a new line in it.
"""

from collections.abc import AsyncIterator, Container
from dataclasses import replace
from http import HTTPStatus

import pytest
import pytest_asyncio

from kit.testing import house
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from standalone.databases import SERVICES

from .anything import visitation_known
from .anything.known import Known
from .matrix import foreign, mutants, probing, reading, table
from .matrix.reading import Round
from .matrix.table import Line
from .matrix.world import AS_A_PROVIDER, EVERYTHING, OTHERS, Owner, World, written
from .matrix.worlds import Worlds, open_worlds


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worlds(
    databases: TestDatabases, signer: Signer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Worlds]:
    """Every service with rows of three owners in it."""
    async with open_worlds(databases, signer, tmp_path_factory.mktemp) as opened:
        yield opened


SMALL = ("gateway", "surveys")
"""Services whose queries are mutated each time; `make validate` does it with all five."""

REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_decided_on_and_nothing_else(service: str) -> None:
    there = {
        str(route.unique_id) for route in house._routes(written(service)) if route.include_in_schema
    }
    decided = table.lines_of(service).keys()
    assert there - decided == set(), "decide who may: a line in tests/matrix/allowed.csv"
    assert decided - there == set(), "no longer there: take its line out of allowed.csv"


@pytest.mark.parametrize("service", SERVICES)
def test_a_system_that_is_told_to_come_back_for_an_answer_may_do_so(service: str) -> None:
    decided = table.lines_of(service)
    for operations in written(service).openapi()["paths"].values():
        for operation in operations.values():
            if "/Job" in str(operation["responses"].get("202", "")):
                may = decided[operation["operationId"]].roles & table.SYSTEMS
                assert may <= decided["get_job"].roles, operation["operationId"]


async def refusals(world: World, line: Line) -> AsyncIterator[str]:
    """Who is told the wrong thing by an operation that takes a token."""
    asked = world.kept["ours", line.operation]
    for who, code in (
        *((role, "right_missing") for role in table.ROLES if role not in line.roles),
        (None, "token_missing"),
    ):
        answer = await world.ask(who, line.operation, asked)
        expected = HTTPStatus.UNAUTHORIZED if who is None else HTTPStatus.FORBIDDEN
        if answer.status_code != expected or answer.json()["code"] != code:
            yield f"{line.operation} answers {who or 'nobody'} {answer.status_code}"


async def open_ones(world: World, line: Line) -> list[str]:
    """Whether what takes no token is given, and what takes a session's cookie is not."""
    kept = world.kept["ours", line.operation]
    without_session = {name: told for name, told in kept.headers.items() if name != "Cookie"}
    asked = replace(kept, headers=without_session)
    answers = {who: await world.ask(who, line.operation, asked) for who in (None, EVERYTHING)}
    return [
        f"{line.operation} answers {who or 'nobody'} {answer.status_code}: {answer.text}"
        for who, answer in answers.items()
        if (answer.status_code in REFUSED) != (line.rows == "session")
    ]


async def lettings_in(world: World, line: Line) -> list[str]:
    """Which roles that may do something are not let, and whether none of them gets it done."""
    wrong = []
    for roles, as_provider in (
        ([role for role in table.ROLES if role in line.roles - table.PROVIDERS], False),
        ([role for role in table.ROLES if role in line.roles & table.PROVIDERS], True),
    ):
        if not roles:
            continue
        asked = await world.make("ours", line.operation, as_provider=as_provider)
        first, *others = [await world.ask(role, line.operation, asked) for role in roles]
        if as_provider and line.rows == "none":
            # Let in by the right, and told of nothing.
            if not (first.status_code == HTTPStatus.NOT_FOUND or first.json().get("items") == []):
                wrong.append(f"{line.operation} tells {roles[0]} something: {first.text}")
        elif not first.is_success:
            wrong.append(f"{line.operation} answers {roles[0]} {first.status_code}: {first.text}")
        wrong += [
            f"{line.operation} answers {role} {answer.status_code}: {answer.text}"
            for role, answer in zip(roles[1:], others, strict=True)
            if answer.status_code in REFUSED
        ]
    return wrong


@pytest.mark.parametrize("service", SERVICES)
async def test_each_role_may_do_what_is_decided_and_nothing_else(
    service: str, worlds: Worlds
) -> None:
    world = await worlds.of(service)
    wrong: list[str] = []
    for line in table.lines_of(service).values():
        if line.rows in ("open", "session"):
            wrong += await open_ones(world, line)
            continue
        wrong += [each async for each in refusals(world, line)]
        wrong += await lettings_in(world, line)
    assert wrong == [], "\n".join(wrong)


def differences(before: Round, after: Round, *, but: Container[str] = ()) -> list[str]:
    """What somebody is told differently than before, except by some operations."""
    return [
        f"{question}\n  was {told[:1000]}\n  is  {after[question][:1000]}"
        for question, told in before.items()
        if told != after[question] and question[1] not in but
    ]


def of_providers(told: Round, operations: Container[str]) -> Round:
    """The part of what was told that providers were told, by some operations."""
    providers = (AS_A_PROVIDER, *table.PROVIDERS)
    return {
        question: answer
        for question, answer in told.items()
        if question[0] in providers and question[1] in operations
    }


@pytest.mark.parametrize("service", SERVICES)
async def test_nothing_that_is_read_tells_of_what_others_have(service: str, worlds: Worlds) -> None:
    world = await worlds.of(service)
    alone, with_town, with_provider = worlds.read[service]
    own = {
        line.operation for line in table.lines_of(service).values() if line.rows in ("own", "none")
    }
    wrong = differences(alone, with_town, but=reading.LOGGED)
    wrong += differences(
        of_providers(with_town, own), with_provider, but=reading.LOGGED | reading.COMPARED
    )
    told_of: dict[Owner, Round] = {
        "other town": with_town,
        "other provider": of_providers(with_provider, own),
    }
    for owner, told in told_of.items():
        everything = "\n".join(told.values())
        assert world.secrets[owner]
        secrets = [each for each in world.secrets[owner] if each in everything]
        wrong += [
            f"{question} tells of {owner}: {secret}"
            for question, answer in told.items()
            for secret in secrets
            if secret in answer
        ]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("service", SERVICES)
async def test_what_belongs_to_others_is_answered_as_what_never_was(
    service: str, worlds: Worlds
) -> None:
    world = await worlds.of(service)
    wrong: list[str] = []
    for line in table.lines_of(service).values():
        if line.rows in table.TOLD_ALIKE:
            continue
        await world.make("ours", line.operation)
        for owner in OTHERS:
            for who in foreign.askers(line, owner):
                wrong += await foreign.differences(world, who, line.operation, owner)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_route_that_forgets_its_right_is_reported(service: str, worlds: Worlds) -> None:
    world = await worlds.of(service)
    decided = table.lines_of(service).values()
    with mutants.right_forgotten():
        unnoticed = [
            line.operation
            for line in decided
            if line.rows not in ("open", "session") and not await anext(refusals(world, line), None)
        ]
    assert unnoticed == []


@pytest.mark.parametrize("service", SMALL)
async def test_a_query_that_forgets_who_asks_is_reported(service: str, worlds: Worlds) -> None:
    assert await probing.mistakes_about_mutants(await worlds.of(service)) == []


async def test_of_an_order_long_ended_a_provider_is_told_no_person(worlds: Worlds) -> None:
    world = await worlds.of("visitation")
    before = await world.texts()
    ended = (await visitation_known.assessed_referral(world.ours)).path
    people = (await world.texts())["name"] - before["name"]
    running = await visitation_known.participants(world.ours)
    asked = Known(json={"referral_ids": [ended["referral_id"], *running.json["referral_ids"]]})
    assert people
    for who in (*sorted(table.PROVIDERS), AS_A_PROVIDER):
        told = await world.ask(who, "list_participants", asked)
        assert [each["referral_id"] for each in told.json()["items"]] == running.json[
            "referral_ids"
        ]
        for operation in ("get_referral", "get_referral_history", "list_referrals"):
            answer = await world.ask(who, operation, Known(path=ended))
            assert [name for name in people if name in answer.text] == []
