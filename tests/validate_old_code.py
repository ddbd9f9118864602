"""A schema is brought forward while the code before it goes on answering under load.

Part of `make validate`: it needs the repository's history, which a shallow clone does not have.
"""

import asyncio
import io
import json
import os
import secrets
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from joserfc.jwk import KeySet

from kit import migrations, schema_versions
from kit.testing.signing import Signer
from standalone import ports
from visitation.citizens import keys

from .houses import OFFER, RIGHTS, new_client, until

ROOT = Path(__file__).parents[1]
SERVICE = "visitation"
PASSWORD = secrets.token_urlsafe(32)
ENOUGH = 20
"""So many offers are made and published before the schema moves on, and again after."""


def git(*words: str) -> bytes:
    program = shutil.which("git")
    assert program is not None
    return subprocess.run([program, *words], cwd=ROOT, capture_output=True, check=True).stdout


def old_code() -> str:
    """The commit that is named, or the last that did not know the service's newest migration."""
    if named := os.environ.get("PEJLING_OLD_CODE"):
        return named
    folder = f"services/{SERVICE}/migrations/versions"
    newest = next((ROOT / folder).glob(f"{schema_versions.newest(SERVICE)}_*.py"))
    added = git("log", "--diff-filter=A", "--format=%H", "--", str(newest.relative_to(ROOT)))
    return git("rev-parse", f"{added.split()[-1].decode()}^" if added else "HEAD").decode().strip()


@contextmanager
def published_keys(signer: Signer) -> Iterator[str]:
    """Somebody who publishes the signer's key as the gateway would."""
    document = json.dumps(KeySet([signer.key]).as_dict(private=False)).encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Nothing is said of it."""

    server = ThreadingHTTPServer((ports.LOOPBACK, 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{ports.LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(
    code: Path, port: int, database_url: str, gateway_url: str, cpr_keys: Path
) -> Iterator[None]:
    """The service as some checkout has it, on a port."""
    folders = [code / "kit", code / "standalone", *sorted((code / "services").iterdir())]
    prefix = f"PEJLING_{SERVICE.upper()}_"
    told = {
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
        f"{prefix}DATABASE_URL": database_url,
        f"{prefix}GATEWAY_URL": gateway_url,
        f"{prefix}EFFECTS_URL": gateway_url,
        f"{prefix}CONTRACTS_URL": gateway_url,
        f"{prefix}SURVEYS_URL": gateway_url,
        f"{prefix}CPR_KEY_FILE": str(cpr_keys),
        f"{prefix}CLIENT_SECRET": secrets.token_urlsafe(32),
        "NO_PROXY": ports.LOOPBACK,
    }
    main = (
        f"from kit.commands import main; import kit; assert {str(code)!r} in kit.__file__; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", main, "serve", SERVICE, "--port", str(port)], env=os.environ | told
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


async def test_the_code_before_answers_while_its_schema_moves_on(  # noqa: PLR0915 - one story
    postgres_url: str, tmp_path: Path
) -> None:
    before = old_code()
    with tarfile.open(
        fileobj=io.BytesIO(git("archive", before, "kit", "services", "standalone"))
    ) as old:
        old.extractall(tmp_path / "old", filter="data")
    folder = tmp_path / "old" / "services" / SERVICE / "migrations" / "versions"
    old_head = max(path.name[:4] for path in folder.glob("[0-9]*.py"))
    assert old_head < schema_versions.newest(SERVICE)
    database = f"pejling_{SERVICE}_{secrets.token_hex(3)}"
    await migrations.provision(
        postgres_url, SERVICE, owner_password=PASSWORD, password=PASSWORD, database=database
    )
    url = postgres_url.partition("@")[2].rpartition("/")[0]
    runner = f"postgresql://pejling_{SERVICE}:{PASSWORD}@{url}/{database}"
    owner = f"postgresql://pejling_{SERVICE}_owner:{PASSWORD}@{url}/{database}"
    await migrations.upgrade(owner, SERVICE, old_head)
    signer = Signer()
    cpr_keys = tmp_path / "cpr_keys"
    cpr_keys.touch(mode=0o600)
    cpr_keys.write_text(keys.generate(), encoding="ascii")
    port, listeners = ports.listen_from(40_000)
    for listener in listeners:
        listener.close()
    address = f"http://{ports.LOOPBACK}:{port}"
    done: list[str] = []
    refused: list[str] = []
    stop = asyncio.Event()

    async def is_ready(client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"{address}/ready")).status_code == 200
        except httpx.HTTPError:
            return False

    async def has_done(offers: int) -> bool:
        return len(done) >= offers

    async def work(client: httpx.AsyncClient, writer: int) -> None:
        number = 0
        while not stop.is_set():
            offer_id = f"foer-{writer}-{number}"
            number += 1
            keyed = {"Idempotency-Key": offer_id}
            content = {name: value for name, value in OFFER.items() if name != "status"}
            answers = [
                await client.post("/v1/offers", json=content | {"id": offer_id}, headers=keyed),
                await client.post(f"/v1/offers/{offer_id}/publish", headers=keyed),
                await client.get(f"/v1/offers/{offer_id}"),
                await client.get("/v1/offers", params={"limit": "25"}),
                await client.get("/v1/events", params={"limit": "10"}),
            ]
            refused.extend(f"{a.request.url} {a.text}" for a in answers if a.is_error)
            done.append(offer_id)

    with published_keys(signer) as gateway:
        bearer = {"Authorization": f"Bearer {signer.token(RIGHTS)}"}
        with serving(tmp_path / "old", port, runner, gateway, cpr_keys):
            async with new_client() as client:
                await until(lambda: is_ready(client))
                client.headers.update(bearer)
                client.base_url = httpx.URL(address)
                working = [asyncio.create_task(work(client, writer)) for writer in range(3)]
                await until(lambda: has_done(ENOUGH))
                await migrations.upgrade(owner, SERVICE)
                ahead = len(done)
                await until(lambda: has_done(ahead + ENOUGH))
                stop.set()
                await asyncio.gather(*working)
                assert (await client.get("/ready")).status_code == 200
        assert refused == []
        with serving(ROOT, port, runner, gateway, cpr_keys):
            async with new_client() as client:
                await until(lambda: is_ready(client))
                client.headers.update(bearer)
                for offer_id in done[:: max(1, len(done) // 20)]:
                    answer = await client.get(f"{address}/v1/offers/{offer_id}")
                    assert answer.json()["status"] == "published", answer.text
