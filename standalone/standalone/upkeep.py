"""What is done to an installation's data from outside: upgrade its databases, or remove it all."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from standalone import schemas
from standalone.data_folder import AlreadyRunning, DataFolder
from standalone.database_server import (
    embedded_cluster,
    named_url,
    running_server,
    stop_left_over,
    url_of_running_server,
)


async def migrate() -> None:
    """Bring the five databases up to date, on the server that runs or on one started for it.

    Raises:
        CannotRun: the server does not start.
    """
    folder = DataFolder.from_environment()
    try:
        with folder.held(), running_server(folder) as (admin_url, _):
            await schemas.migrate(admin_url, folder.secrets)
    except AlreadyRunning:
        await schemas.migrate(url_of_running_server(folder), folder.secrets)


class Reset:
    """A removal of everything, described first and carried out when confirmed."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder

    @property
    def what(self) -> str:
        """What will be removed, as a Danish sentence."""
        databases_too = " og de fem databaser på serveren" if named_url() else ""
        return f"Alle data i {self._folder.path}{databases_too} fjernes."

    def carry_out(self) -> None:
        """Stop what a killed run left behind, then remove databases and files."""
        admin_url = named_url()
        if admin_url is not None:
            asyncio.run(schemas.drop(admin_url))
        stop_left_over(self._folder)
        cluster = embedded_cluster(self._folder)
        if cluster is not None and cluster.parent != self._folder.path:
            shutil.rmtree(cluster.parent)
        self._folder.remove()


@contextmanager
def about_to_reset() -> Iterator[Reset]:
    """Hold the data folder, so that nobody starts while we ask and remove.

    Raises:
        AlreadyRunning: a `pejling run` is at work in it.
    """
    folder = DataFolder.from_environment()
    with folder.held():
        yield Reset(folder)
