"""Asks one service whatever there is to ask, and says what it does not answer as it should."""

from collections.abc import AsyncIterator

import httpx
from schemathesis import BaseSchema

from . import (
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
from .judging import Judge
from .known import Known, Make
from .made_up import MadeUp, Operation
from .running import Running

MAKES: dict[str, dict[str, Make]] = {
    "gateway": gateway_known.MAKES,
    "visitation": visitation_known.MAKES,
    "contracts": contracts_known.MAKES | contracts_reported_known.MAKES,
    "surveys": surveys_known.MAKES,
    "effects": effects_known.MAKES,
}
"""By service and operation, what must be there for it to succeed."""
OF_THE_KIT = "surveys"
"""The service that is asked whatever is made up of the operations that all have from the kit."""


async def nothing(_asked: Running) -> Known:
    """What must be there for an operation that needs nothing."""
    return Known()


async def mistakes(asked: Running, *, by_each: bool = False) -> list[str]:
    """What is wrong with a service's answers, in a line or two each.

    Args:
        asked: The service.
        by_each: Send every oddity by every operation, also where many hand it to the same code.
    """
    makes = known.MAKES | MAKES[asked.service]
    document = asked.app.openapi()
    judge = Judge(document)
    schema, operations = made_up.operations(document)
    turns = odd.Turns(operations, by_each=by_each)
    faults: dict[tuple[str, str], str] = {}
    succeeded: set[str] = set()
    for operation in operations:
        name = _name(operation)
        make = makes.get(name, nothing)
        async for case, answer in _answers(asked, schema, operation, make, turns):
            for fault in judge.faults(operation, case, answer):
                request = answer.request
                example = f"{request.method} {request.url!s:.300} {request.content[:300]!r}"
                faults.setdefault((name, fault), f"{example} -> {answer.text[:300]}")
            if answer.is_success and answer.request.method == operation.method.upper():
                succeeded.add(name)
    names = {_name(operation) for operation in operations}
    return [
        *(
            f"{name}: something is made for it, and it is not there"
            for name in makes.keys() - names
        ),
        *(f"{name}: never succeeded; tell tests/anything how" for name in names - succeeded),
        *(f"{name}: {fault}\n    {example}" for (name, fault), example in faults.items()),
    ]


def _name(operation: Operation) -> str:
    return str(operation.definition.raw["operationId"])


async def _answers(
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
