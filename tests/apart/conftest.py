"""The five services apart on an empty installation, for the tests that make trouble."""

import json
from collections.abc import Iterator

import pytest

from kit.testing.signing import Signer
from standalone.apart import services_apart
from standalone.data_folder import DataFolder
from standalone.database_server import running_server

from ..houses import House  # noqa: TID252 - test folders are no packages


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Ten processes on an embedded PostgreSQL; a test that stops one starts it again.

    They are gone with the folder: idle processes would take their share of all further tests.
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
