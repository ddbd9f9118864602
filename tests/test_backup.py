"""A copy is taken under load, everything is lost, and the copy is what it was: keys, ids, logs."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from kit.testing.signing import Signer
from standalone import restore
from standalone.apart import Apart, services_apart
from standalone.backup import FORMAT, KEYS, MANIFEST, Copied, Manifest
from standalone.data_folder import DataFolder
from standalone.databases import SERVICES, database_name
from standalone.throw_away import throw_away_postgres

from .houses import OFFER, RIGHTS, new_client, until

RUNNING = ("gateway", "visitation", "contracts")
"""Enough to follow one another, and to be followed; the others' databases are copied too."""
DUMPS = {f"{service}.dump" for service in SERVICES}
PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]
NUMBERS = ("6101701000", "6201701000", "6301701000")
"""Replacement numbers, which nobody has."""


class Installation:
    """A data folder and a server of its own, and what a person does about them."""

    def __init__(self, folder: DataFolder, admin_url: str) -> None:
        self.folder = folder
        self.admin_url = admin_url
        self.signer = Signer()
        mine = {key: value for key, value in os.environ.items() if not key.startswith("PEJLING_")}
        self._told = mine | {
            "PEJLING_DATA": str(folder.path),
            "PEJLING_DATABASE_URL": admin_url,
        }

    def keep_key(self) -> None:
        self.folder.create()
        keys = json.dumps({"keys": [self.signer.key.as_dict(private=True)]})
        self.folder.secrets.get("gateway_signing_keys", make=lambda: keys)

    def pejling(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PEJLING, *words],
            env=self._told,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.signer.token(RIGHTS, municipality='0999')}"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with throw_away_postgres() as url:
        yield Installation(DataFolder(tmp_path_factory.mktemp("kept") / "data"), url)


class Town:
    """What a municipality does with services that run."""

    def __init__(self, client: httpx.AsyncClient, apart: Apart, installation: Installation) -> None:
        self._client = client
        self._apart = apart
        self._headers = installation.bearer()

    async def ask(self, method: str, service: str, path: str, **said: Any) -> Any:  # noqa: ANN401 - JSON
        answer = await self._client.request(
            method, f"{self._apart.urls[service]}{path}", headers=self._headers, **said
        )
        assert answer.is_success, answer.text
        return answer.json()

    async def identify(self, *, register: bool) -> list[tuple[bool, str]]:
        """Of each number whether it is known, and its id."""
        rows = await self.ask(
            "POST",
            "visitation",
            f"/v1/citizens/identify?register={json.dumps(register)}",
            json=[{"cpr": number} for number in NUMBERS],
        )
        return [(row["known"], row["citizen_id"]) for row in rows]

    async def import_offer(self, offer_id: str) -> None:
        await self.ask("POST", "visitation", "/v1/offers/import", json=[OFFER | {"id": offer_id}])

    async def offers(self) -> set[str]:
        page = await self.ask("GET", "visitation", "/v1/offers?limit=200")
        return {offer["id"] for offer in page["items"]}

    async def feed(self) -> list[tuple[str, str]]:
        events = await self.ask("GET", "visitation", "/v1/events?limit=1000")
        return [(event["type"], event["subject"]) for event in events]

    async def logs(self) -> dict[str, Any]:
        told = await self.ask("GET", "gateway", "/v1/audit/sources")
        return {source["service"]: source for source in told["sources"]}

    async def wait_until_followed(self) -> None:
        """Wait until the gateway holds every log to a moment after whatever was asked so far."""
        now = datetime.now(UTC)

        async def is_followed() -> bool:
            logs = await self.logs()
            ends = [logs[service]["complete_until"] for service in RUNNING]
            return all(end and datetime.fromisoformat(end) > now for end in ends)

        # It takes a minute: to ask all the time would take a processor from the other tests.
        await until(is_followed, seconds=240, pause=1.0)


def test_a_copy_brings_everything_back(installation: Installation, tmp_path: Path) -> None:
    installation.keep_key()
    copy, keys = tmp_path / "copy", tmp_path / "keys"
    with services_apart(installation.folder, installation.admin_url, services=RUNNING) as apart:
        apart.start()
        apart.wait_until_ready()
        known = asyncio.run(fill(apart, installation))
        with ThreadPoolExecutor(1) as thread:
            busy = thread.submit(asyncio.run, keep_writing(apart, installation, copy))
            taken = installation.pejling("backup", "--to", str(copy), "--keys-to", str(keys))
            written = busy.result(timeout=120)
        assert taken.returncode == 0, taken.stderr
        asyncio.run(write_more(apart, installation))
    assert {path.name for path in copy.iterdir()} == {"manifest.json", *DUMPS}
    others = {f"{service}_sealing_key" for service in SERVICES if service not in RUNNING}
    assert {path.name for path in keys.iterdir()} == set(KEYS) - others
    assert {
        path.stat().st_mode & 0o077 for path in (copy, keys, *copy.iterdir(), *keys.iterdir())
    } == {0}

    assert installation.pejling("reset", "--yes").returncode == 0
    refused = installation.pejling("restore", "--from", str(copy))
    assert refused.returncode == 2
    assert "--keys-from" in refused.stderr
    restored = installation.pejling("restore", "--from", str(copy), "--keys-from", str(keys))
    assert restored.returncode == 0, restored.stderr
    assert asyncio.run(followers_ahead(installation.admin_url)) == []
    again = installation.pejling("restore", "--from", str(copy))
    assert again.returncode == 2
    assert "--replace" in again.stderr

    with services_apart(installation.folder, installation.admin_url, services=RUNNING) as apart:
        apart.start()
        apart.wait_until_ready()
        asyncio.run(see_that_it_is_as_before(apart, installation, known, written))
        said = json.loads(installation.pejling("doctor", "--json").stdout)
    wrong = [each for each in said["findings"] if each["level"] == "fejl"]
    assert [each for each in wrong if each["check"] in ("database", "databases", "secrets")] == []


async def fill(apart: Apart, installation: Installation) -> list[tuple[bool, str]]:
    async with new_client() as client:
        town = Town(client, apart, installation)
        known = await town.identify(register=True)
        for number in range(5):
            await town.import_offer(f"foer-{number}")
        await town.wait_until_followed()
        return known


async def keep_writing(apart: Apart, installation: Installation, copy: Path) -> list[str]:
    """Offers, one after the other, until the copy is there; those that were acknowledged."""
    written: list[str] = []
    async with new_client() as client:
        town = Town(client, apart, installation)
        while not copy.exists():  # noqa: ASYNC240 - a look at a name
            await town.import_offer(f"imens-{len(written):04}")
            written.append(f"imens-{len(written):04}")
            await asyncio.sleep(0.05)
    return written


async def write_more(apart: Apart, installation: Installation) -> None:
    async with new_client() as client:
        town = Town(client, apart, installation)
        await town.import_offer("efter-1")
        await town.wait_until_followed()


async def see_that_it_is_as_before(
    apart: Apart, installation: Installation, known: list[tuple[bool, str]], written: list[str]
) -> None:
    async with new_client() as client:
        town = Town(client, apart, installation)
        assert await town.identify(register=False) == known
        offers, feed = await town.offers(), await town.feed()
        meanwhile = sorted(offer for offer in offers if offer.startswith("imens-"))
        assert meanwhile == written[: len(meanwhile)]
        assert offers - set(meanwhile) == {f"foer-{number}" for number in range(5)}
        published = [subject for kind, subject in feed if kind == "OfferPublished"]
        assert sorted(published) == sorted(offers)
        await town.import_offer("ny-1")
        assert (await town.feed())[: len(feed)] == feed
        assert (await town.feed())[len(feed) :][0] == ("OfferPublished", "ny-1")
        await town.wait_until_followed()
        assert [source["breaks"] for source in (await town.logs()).values()] == [[]] * len(SERVICES)


async def followers_ahead(admin_url: str) -> list[str]:
    """Who has followed a feed or a log beyond its end."""
    heads: dict[str, int] = {}
    seals: dict[str, int] = {}
    followed: list[tuple[str, str, int]] = []
    for service in SERVICES:
        address = urlsplit(admin_url)._replace(path=f"/{database_name(service)}").geturl()
        connection = await asyncpg.connect(address)
        try:
            heads[service] = await connection.fetchval("SELECT max(position) FROM outbox") or 0
            seals[service] = await connection.fetchval("SELECT max(position) FROM audit_seals") or 0
            rows = await connection.fetch("SELECT feed, position FROM cursors")
            followed += [(service, row["feed"], row["position"]) for row in rows]
            if service == "gateway":
                sources = await connection.fetch("SELECT service, position FROM audit_sources")
        finally:
            await connection.close()
    assert any(position for _, feed, position in followed if feed in heads)
    assert any(row["position"] for row in sources)
    ahead = [f"{who}: {feed}" for who, feed, at in followed if at > heads.get(feed, at)]
    return ahead + [row["service"] for row in sources if row["position"] > seals[row["service"]]]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda copy: (copy / "effects.dump").unlink(), "effects.dump kan ikke læses"),
        (lambda copy: (copy / "effects.dump").write_bytes(b"x"), "ikke, som den blev skrevet"),
        (lambda copy: (copy / "manifest.json").write_text("{}"), "er ikke en kopi"),
    ],
    ids=["a part is missing", "a part is another", "it is none"],
)
def test_a_copy_that_is_not_whole_is_refused(
    tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    databases = {}
    for service in SERVICES:
        (copy / f"{service}.dump").write_bytes(b"rows")
        digest = hashlib.sha256(b"rows").hexdigest()
        databases[service] = Copied(f"{service}.dump", digest, 4, "0001")
    manifest = Manifest(FORMAT, "2026-11-22T12:00:00+00:00", 18, {}, databases)
    (copy / MANIFEST).write_text(json.dumps(asdict(manifest)))
    assert restore.read_manifest(copy) == manifest
    harm(copy)
    with pytest.raises(restore.CopyUnusable, match=said):
        restore.restore(copy, keys=None, replace=False)
