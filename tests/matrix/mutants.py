"""Ways in which a service could forget who asks, each tried to see that the matrix reports it.

Three kinds, all found in the code by program: a condition of what a caller may see says yes to
everything where one function uses it; a query with a condition of its own takes a provider for the
municipality; it takes one municipality for another.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from types import ModuleType
from typing import Any, Literal
from unittest.mock import patch

from sqlalchemy import true

from kit.rights import Caller, Requirement
from standalone.databases import SERVICES

from .world import OTHER_MUNICIPALITY

Kind = Literal["sees everything", "passes for the municipality", "passes for another town"]
_CONDITION = "ColumnElement[bool]"
_OURS = frozenset({"kit", *SERVICES})
_NOT_ASKED = frozenset({"testing", "commands", "tests"})


ALIKE: dict[str, str] = {
    "surveys.releases.queries.get_release passes for another town": (
        "not tried: it answers a release that is asked for again under its key"
    ),
    "surveys.invitations.queries.list_invitations sees everything": (
        "the wave whose invitations they are is looked up before, by what the caller may see"
    ),
    "surveys.invitations.queries.list_to_link sees everything": (
        "the wave whose invitations they are is looked up before, by what the caller may see"
    ),
    "effects.figures.queries.list_of_offer passes for another town": (
        "not tried: withdrawing a figure changes the newest release, so that it is asked once"
    ),
    "effects.releases.queries.get_release passes for another town": (
        "not tried: it answers a release that is asked for again under its key"
    ),
    "visitation.cohorts.queries.list_cohorts sees everything": (
        "the offer whose cohorts they are is looked up before, by what the caller may see"
    ),
    "visitation.offers.queries.lock_links passes for another town": (
        "a lock is held by whoever asks for it; no row is read"
    ),
    "contracts.attendance.batch_queries.lock passes for another town": (
        "a lock is held by whoever asks for it; no row is read"
    ),
    "contracts.attendance.batch_queries.lock passes for the municipality": (
        "a lock is held by whoever asks for it; no row is read"
    ),
    "visitation.citizens.queries.list_known passes for another town": (
        "an id is made of the municipality and the number: another town's is never asked for"
    ),
    "visitation.citizens.queries.list_known passes for the municipality": (
        "whoever asks it refuses a provider before"
    ),
    "visitation.citizens.queries.lock_citizens sees everything": (
        "both whom it is asked for were looked up before, by what the caller may see"
    ),
    "visitation.citizens.queries.list_to_change sees everything": (
        "it is asked with the ids that list_known found"
    ),
    "visitation.offers.queries.list_links passes for another town": (
        "it closes rings; that an offer may be pointed at is looked up by what the caller may see"
    ),
    "visitation.referrals.import_queries.list_cohorts passes for another town": (
        "the offer has to be one's own, and a cohort of another offer is refused as well"
    ),
}
"""Mutants by which nobody is told anything else, and few that are not tried; each with the reason.

One that is reported after all fails here, so that the list grows no longer than it must.
"""


@dataclass(frozen=True, order=True)
class Mutant:
    """One function that forgets who asks."""

    module: str
    function: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.module}.{self.function} {self.kind}"


@dataclass(frozen=True)
class Source:
    """A function as it is written."""

    module: str
    tree: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def name(self) -> str:
        return self.tree.name

    @property
    def takes_caller(self) -> bool:
        every = (*self.tree.args.args, *self.tree.args.kwonlyargs)
        return any(each.arg == "caller" for each in every)

    @property
    def is_condition(self) -> bool:
        """Whether it says what a caller may see."""
        returns = self.tree.returns
        return self.takes_caller and returns is not None and ast.unparse(returns) == _CONDITION

    def calls(self) -> set[str]:
        """The last names of what it calls."""
        called = (each.func for each in ast.walk(self.tree) if isinstance(each, ast.Call))
        return {
            each.attr if isinstance(each, ast.Attribute) else ast.unparse(each) for each in called
        }


def modules_of(service: str) -> list[ModuleType]:
    """The modules of a service and of the kit that its application is made of."""
    importlib.import_module(f"{service}.app")
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] in (service, "kit") and not set(name.split(".")) & _NOT_ASKED
    ]


@cache
def sources_of(service: str) -> list[Source]:
    """Every function of those modules, methods left out."""
    return [
        Source(module.__name__, each)
        for module in modules_of(service)
        for each in ast.parse(inspect.getsource(module)).body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@cache
def conditions_of(service: str) -> frozenset[tuple[str, str]]:
    """The functions that say what a caller may see: their modules and names."""
    return frozenset((each.module, each.name) for each in sources_of(service) if each.is_condition)


def mutants_of(service: str) -> list[Mutant]:
    """All of a service, in an order that is always the same."""
    sources = sources_of(service)
    conditions = {each.name for each in sources if each.is_condition}
    found: list[Mutant] = []
    for each in sources:
        if each.calls() & conditions:
            found.append(Mutant(each.module, each.name, "sees everything"))
        elif each.takes_caller and not each.is_condition and each.module.endswith("queries"):
            written = ast.unparse(each.tree)
            if "caller.provider_id" in written:
                found.append(Mutant(each.module, each.name, "passes for the municipality"))
            if "caller.municipality" in written:
                found.append(Mutant(each.module, each.name, "passes for another town"))
    return sorted(found)


@dataclass
class Watch:
    """Which functions were asked about a caller since the watch was last read."""

    seen: set[tuple[str, str]] = field(default_factory=set)

    def read(self) -> set[tuple[str, str]]:
        seen, self.seen = self.seen, set()
        return seen


@contextmanager
def watching(service: str) -> Iterator[Watch]:
    """Note each use of a condition, and each call of a query with a condition of its own."""
    watch = Watch()

    def note(module: str, function: str) -> None:
        watch.seen.add((module, function))

    with _every_condition(service, lambda user, _answer: note(*user)):
        others = {
            (each.module, each.function): each
            for each in mutants_of(service)
            if each.kind != "sees everything"
        }
        with _each_called(others, note):
            yield watch


@contextmanager
def mutated(service: str, mutant: Mutant) -> Iterator[None]:
    """Let one function forget who asks."""
    if mutant.kind == "sees everything":

        def answer(user: tuple[str, str], _answer: object) -> object:
            return true() if user == (mutant.module, mutant.function) else None

        with _every_condition(service, answer):
            yield
        return
    changes: dict[str, Any] = (
        {"provider_id": None}
        if mutant.kind == "passes for the municipality"
        else {"municipality": OTHER_MUNICIPALITY}
    )
    module = sys.modules[mutant.module]
    original = getattr(module, mutant.function)
    signature = inspect.signature(original)

    def forgetting(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function itself
        bound = signature.bind(*given, **named)
        caller: Caller = bound.arguments["caller"]
        bound.arguments["caller"] = replace(caller, **changes)
        return original(*bound.args, **bound.kwargs)

    with _instead_of(original, forgetting):
        yield


@contextmanager
def right_forgotten() -> Iterator[None]:
    """Let a route ask for no right."""

    async def allow(_self: Requirement, caller: Caller) -> None:
        del caller

    with patch.object(Requirement, "__call__", allow):
        yield


@contextmanager
def _every_condition(
    service: str, change: Callable[[tuple[str, str], object], object]
) -> Iterator[None]:
    """Let something be told of each use of a condition, and answer in its place if it wants to."""
    with ExitStack() as stack:
        for module, name in sorted(conditions_of(service)):
            original = getattr(sys.modules[module], name)

            def told(
                *given: Any,  # noqa: ANN401 - as the function itself
                original: Any = original,  # noqa: ANN401 - as above
                **named: Any,  # noqa: ANN401 - as above
            ) -> Any:  # noqa: ANN401 - as above
                frame = sys._getframe(1)
                while frame.f_code.co_name.startswith("<") and frame.f_back is not None:
                    frame = frame.f_back
                answer = original(*given, **named)
                other = change((frame.f_globals["__name__"], frame.f_code.co_name), answer)
                return answer if other is None else other

            stack.enter_context(_instead_of(original, told))
        yield


@contextmanager
def _each_called(
    watched: dict[tuple[str, str], Mutant], note: Callable[[str, str], None]
) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name in watched:
            original = getattr(sys.modules[module], name)

            def called(
                *given: Any,  # noqa: ANN401 - as the function itself
                original: Any = original,  # noqa: ANN401 - as above
                where: tuple[str, str] = (module, name),
                **named: Any,  # noqa: ANN401 - as above
            ) -> Any:  # noqa: ANN401 - as above
                note(*where)
                return original(*given, **named)

            stack.enter_context(_instead_of(original, called))
        yield


@contextmanager
def _instead_of(original: Callable[..., Any], other: object) -> Iterator[None]:
    """Put something in the place of a function, under every name that modules know it by."""
    places = _places_of(original)
    for module, name in places:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, original)


@cache
def _places_of(original: Callable[..., Any]) -> list[tuple[ModuleType, str]]:
    return [
        (module, name)
        for module in list(sys.modules.values())
        if module.__name__.partition(".")[0] in _OURS
        for name, value in list(vars(module).items())
        if value is original
    ]
