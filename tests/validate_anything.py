"""Every oddity by every operation, also where many hand it to the same code; `make validate`."""

from pathlib import Path

import pytest

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from standalone.databases import SERVICES

from .anything.asking import mistakes
from .anything.running import running


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_answers_every_oddity_as_its_document_says(
    service: str, databases: TestDatabases, signer: Signer, tmp_path: Path
) -> None:
    async with running(service, databases, tmp_path, signer) as asked:
        wrong = await mistakes(asked, by_each=True)
    assert not wrong, "\n".join(wrong)
