"""The five services with everybody's rows in them, each made when a test first asks for it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from . import followed, reading, table
from .world import OTHERS, World, empty_world


@dataclass
class Worlds:
    """What was made so far."""

    databases: TestDatabases
    signer: Signer
    new_folder: Callable[[str], Path]
    stack: AsyncExitStack
    made: dict[str, World] = field(default_factory=dict)
    read: dict[str, list[reading.Round]] = field(default_factory=dict)

    async def of(self, service: str) -> World:
        """A service's world, furnished."""
        if service not in self.made:
            opening = empty_world(service, self.databases, self.new_folder(service), self.signer)
            world = await self.stack.enter_async_context(opening)
            self.read[service] = await _furnish(world, self.new_folder("feeds"))
            self.made[service] = world
        return self.made[service]


async def _furnish(world: World, folder: Path) -> list[reading.Round]:
    """Let each have something of everything, and read all that can be read before and after."""
    operations = list(table.lines_of(world.service))
    for operation in operations:
        await world.make("ours", operation)
    if world.service == "surveys":
        # Of what is released there are figures, and events.
        await world.ask_as_owner("ours", "release_figures", world.kept["ours", "release_figures"])
    await followed.follow(world, "ours", folder)
    rounds = [await reading.everything(world)]
    for owner in OTHERS:
        before = await world.texts()
        for operation in operations:
            made = await world.make(owner, operation)
            if operation.startswith("import_"):
                # What is brought in under an id of its own is there when others bring the same.
                await world.ask_as_owner(owner, operation, made)
        await followed.follow(world, owner, folder)
        await world.learn_secrets(owner, before)
        rounds.append(await reading.everything(world))
    return rounds


@asynccontextmanager
async def open_worlds(
    databases: TestDatabases, signer: Signer, new_folder: Callable[[str], Path]
) -> AsyncIterator[Worlds]:
    """No world yet; all that are asked for until the block ends."""
    async with AsyncExitStack() as stack:
        yield Worlds(databases, signer, new_folder, stack)
