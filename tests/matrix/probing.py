"""Questions whose answers must not change, and what has a part in answering each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..anything.known import Known  # noqa: TID252 - test folders are no packages
from . import foreign, mutants, reading, table
from .mutants import Mutant
from .requests_in_parts import Place, changed, texts_in
from .table import Line
from .world import AS_A_PROVIDER, EVERYTHING, OTHERS, Owner, World


@dataclass
class Probe:
    """A question, what was answered while all was well, and which functions were asked.

    Attributes:
        read: What is asked, where it is a reading; else what was made last for the owner.
        changes: What is put into that.
    """

    who: str
    operation: str
    owner: Owner
    read: Known | None = None
    changes: dict[Place, str] = field(default_factory=dict)
    told: str = ""
    seen: frozenset[tuple[str, str]] = frozenset()

    async def ask(self, world: World) -> tuple[str, bool]:
        """What is answered now, and whether something was done by it."""
        asked = self.read or world.kept[self.owner, self.operation]
        asked = foreign.tried(world, self.operation, changed(asked, self.changes))
        answer = await world.ask(self.who, self.operation, asked)
        line = table.lines_of(world.service)[self.operation]
        is_done = answer.is_success and not reading.is_reading(world, line)
        is_done = is_done and "validate_only" not in asked.query
        return (reading.shown(answer) if self.read else foreign.alike(answer)), is_done


def _of(world: World, line: Line) -> Iterator[Probe]:
    for who, _, asked in reading.questions(world, line):
        if who in (EVERYTHING, AS_A_PROVIDER) and line.operation not in reading.LOGGED:
            yield Probe(who, line.operation, "ours", asked)
    own = dict(texts_in(world.kept["ours", line.operation]))
    for owner in OTHERS:
        callers = [AS_A_PROVIDER] if owner == "other provider" else [EVERYTHING, AS_A_PROVIDER]
        found = foreign.found_in(world, line.operation, owner)
        also = foreign.also_theirs(world, line.operation, owner)
        for who in callers:
            yield Probe(who, line.operation, owner)
            for place, value in (found | also).items():
                if (place in own and len(own) > 1) or place in also:
                    yield Probe(who, line.operation, "ours", changes={place: value})
    if not reading.is_reading(world, line):
        # Of what the municipality has, a provider with every right is to get nothing done.
        yield Probe(AS_A_PROVIDER, line.operation, "ours")


async def probes_of(world: World) -> list[Probe]:
    """All that can be asked again and again, because nothing is done by it."""
    found = []
    with mutants.watching(world.service) as watch:
        for line in table.lines_of(world.service).values():
            if line.rows in table.TOLD_ALIKE:
                continue
            if not reading.is_reading(world, line):
                await world.make("ours", line.operation)
            for probe in _of(world, line):
                watch.read()
                probe.told, is_done = await probe.ask(world)
                probe.seen = frozenset(watch.read())
                if is_done:
                    await world.make(probe.owner, line.operation)
                else:
                    found.append(probe)
    return found


async def is_reported(world: World, mutant: Mutant, probes: list[Probe]) -> bool:
    """Whether some answer is another when a function forgets who asks."""
    user = (mutant.module, mutant.function)
    for probe in probes:
        if user in probe.seen:
            with mutants.mutated(world.service, mutant):
                told, is_done = await probe.ask(world)
            if is_done:
                # The next mutant finds it as it was.
                await world.make(probe.owner, probe.operation)
            if told != probe.told:
                return True
    return False


async def mistakes_about_mutants(world: World) -> list[str]:
    """The mutants that nothing reports, and those said to be so that something does."""
    probes = await probes_of(world)
    tried = mutants.mutants_of(world.service)
    assert tried
    unnoticed = [str(each) for each in tried if not await is_reported(world, each, probes)]
    alike = mutants.ALIKE.keys() & {str(each) for each in tried}
    return [
        *(f"{each}, and nothing reports it" for each in unnoticed if each not in alike),
        *(f"{each}, and is reported" for each in sorted(alike) if each not in unnoticed),
    ]
