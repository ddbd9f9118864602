"""The five services apart, for the tests that cross services and make trouble."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.testing.signing import Signer
from standalone.apart import services_apart
from standalone.data_folder import DataFolder
from standalone.database_server import running_server

from .demonstrations import copied, loaded_demonstration, remove
from .houses import House
from .towns import Town, town_apart


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Ten processes on an embedded PostgreSQL; a test that stops one starts it again.

    They are gone with the module: idle processes would take their share of all further tests.
    """
    folder = DataFolder(tmp_path_factory.mktemp("house") / "data")
    folder.create()
    signer = Signer()
    keys = json.dumps({"keys": [signer.key.as_dict(private=True)]})
    folder.secrets.get("gateway_signing_keys", make=lambda: keys)
    with running_server(folder) as (admin_url, server):
        assert server is not None
        with services_apart(folder, admin_url) as apart:
            apart.start()
            apart.wait_until_ready()
            yield House(apart, server, folder, signer)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration municipality, loaded and at rest; never changed."""
    return loaded_demonstration(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def town(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demonstration with its services apart, to change at will; gone with the module."""
    data = copied(demonstration, tmp_path_factory.mktemp("loop") / "data")
    try:
        with town_apart(data) as town:
            yield town
    finally:
        remove(data)
