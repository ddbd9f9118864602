"""Whatever is sent, each service answers as its OpenAPI document says, and never with a 5xx."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from schemathesis import BaseSchema

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from standalone.databases import SERVICES

from .anything import (
    contracts_known,
    contracts_reported_known,
    effects_known,
    gateway_known,
    known,
    made_up,
    odd,
    surveys_known,
    visitation_known,
)
from .anything.judging import Judge
from .anything.known import Known, Make
from .anything.made_up import MadeUp, Operation
from .anything.running import Running, running

MAKES: dict[str, dict[str, Make]] = {
    "gateway": gateway_known.MAKES,
    "visitation": visitation_known.MAKES,
    "contracts": contracts_known.MAKES | contracts_reported_known.MAKES,
    "surveys": surveys_known.MAKES,
    "effects": effects_known.MAKES,
}
"""By service and operation, what must be there for it to succeed."""


async def nothing(_asked: Running) -> Known:
    return Known()


OF_THE_KIT = "surveys"
"""The service that is asked whatever is made up of the operations that all have from the kit."""


async def answers(
    asked: Running, schema: BaseSchema, operation: Operation, make: Make, turns: odd.Turns
) -> AsyncIterator[tuple[MadeUp, httpx.Response]]:
    """What an operation answers to a good request, to made-up ones, and to odd ones."""
    good = await make(asked)
    ids = {parameter.name: "id" for parameter in operation.path_parameters}
    plain = operation.Case(path_parameters=ids)
    yield plain, await asked.send(good.request(asked, operation.method, operation.path))
    there = await make(asked)
    if asked.service == OF_THE_KIT or operation.path not in asked.paths_of_the_kit:
        for case in made_up.cases(schema, operation):
            request = made_up.request(asked, operation, case, there)
            if request is not None:
                yield case, await asked.send(request)
    for odd_one in odd.requests(asked, operation, there, turns):
        yield plain, await asked.send(odd_one)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_succeeds_and_answers_anything_as_its_document_says(
    service: str, databases: TestDatabases, signer: Signer, tmp_path: Path
) -> None:
    makes = known.MAKES | MAKES[service]
    faults: dict[tuple[str, str], str] = {}
    succeeded: set[str] = set()
    async with running(service, databases, tmp_path, signer) as asked:
        document = asked.app.openapi()
        judge = Judge(document)
        schema, operations = made_up.operations(document)
        turns = odd.Turns(operations)
        for operation in operations:
            name = str(operation.definition.raw["operationId"])
            make = makes.get(name, nothing)
            async for case, answer in answers(asked, schema, operation, make, turns):
                for fault in judge.faults(operation, case, answer):
                    request = answer.request
                    example = f"{request.method} {request.url!s:.300} {request.content[:300]!r}"
                    faults.setdefault((name, fault), f"{example} -> {answer.text[:300]}")
                if answer.is_success and answer.request.method == operation.method.upper():
                    succeeded.add(name)
    names = {str(operation.definition.raw["operationId"]) for operation in operations}
    assert makes.keys() <= names, "something is made for an operation that is not there"
    assert names - succeeded == set(), "operations that never succeeded: tell tests/anything how"
    told = [f"{name}: {fault}\n    {example}" for (name, fault), example in faults.items()]
    assert not told, "\n".join(told)
