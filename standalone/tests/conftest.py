"""What the tests of running Pejling share: data folders of their own, with awkward names."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from standalone import schemas
from standalone.data_folder import DataFolder
from standalone.database_server import embedded, embedded_cluster
from standalone.postgres import EmbeddedPostgres, stop_orphan
from standalone.throw_away import throw_away_postgres


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataFolder]:
    """A data folder whose name has a space and a Danish letter; its server is stopped after."""
    for variable in ("PEJLING_DATABASE_URL", "PEJLING_PORT", "PEJLING_DATA"):
        monkeypatch.delenv(variable, raising=False)
    data = DataFolder(tmp_path / "mappe med mellemrum og æ")
    data.create()
    yield data
    if data.path.exists():
        cluster = embedded_cluster(data)
        if cluster is not None:
            stop_orphan(cluster)


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cluster that has been started and stopped once, to be copied."""
    data = DataFolder(tmp_path_factory.mktemp("initialised") / "data")
    data.create()
    postgres = embedded(data)
    postgres.start()
    postgres.stop()
    return data.path


@pytest.fixture
def used_folder(folder: DataFolder, initialised: Path) -> DataFolder:
    """A data folder in which PostgreSQL has run before."""
    shutil.copytree(initialised, folder.path, dirs_exist_ok=True)
    return folder


@pytest.fixture
def server(used_folder: DataFolder) -> Iterator[EmbeddedPostgres]:
    """The folder's embedded server, started."""
    postgres = embedded(used_folder)
    postgres.start()
    yield postgres
    postgres.stop()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DataFolder, str]]:
    """A data folder and a server of its own with the five databases."""
    data = DataFolder(tmp_path_factory.mktemp("migrated"))
    data.create()
    with throw_away_postgres() as url:
        asyncio.run(schemas.migrate(url, data.secrets))
        yield data, url
