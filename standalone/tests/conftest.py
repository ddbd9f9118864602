"""What the tests of running Pejling share: data folders of their own, with awkward names."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from standalone.data_folder import DataFolder
from standalone.database_server import embedded, embedded_cluster
from standalone.postgres import EmbeddedPostgres, stop_orphan


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
