"""Whatever is sent, each service answers as its OpenAPI document says, and never with a 5xx."""

from pathlib import Path

import pytest

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from standalone.databases import SERVICES

from .anything.asking import mistakes
from .anything.running import running


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_succeeds_and_answers_anything_as_its_document_says(
    service: str, databases: TestDatabases, signer: Signer, tmp_path: Path
) -> None:
    async with running(service, databases, tmp_path, signer) as asked:
        wrong = await mistakes(asked)
    assert not wrong, "\n".join(wrong)
