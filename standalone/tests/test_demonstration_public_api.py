"""The client keeps its token fresh, tries again when that is safe, and explains refusals."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest
import stamina

from standalone.demonstration.load import explain, write_demo_file
from standalone.demonstration.public_api import PublicApi, Refused, Unreachable
from standalone.ports import find_free_port

Reply = tuple[int, dict[str, str], dict[str, Any]]


class Site:
    """A web site on loopback that gives the prepared answers, then 200, and remembers requests."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.token_replies: list[Reply] = []
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                site.requests.append((self.command, self.path, dict(self.headers), body))
                status, headers, content = site.next_reply(self.path)
                said = json.dumps(content).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(said))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def next_reply(self, path: str) -> Reply:
        if path.endswith("/token"):
            given = f"token-{sum(asked == path for _, asked, _, _ in self.requests)}"
            granted = {"access_token": given, "expires_in": 600}
            return self.token_replies.pop(0) if self.token_replies else (200, {}, granted)
        return self.replies.pop(0) if self.replies else (200, {}, {"rows": 2})

    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.requests]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def api(site: Site) -> Iterator[PublicApi]:
    with PublicApi(site.url, "jobcenter", "hemmelig") as api:
        yield api


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hours.csv"
    path.write_bytes(b"x" * 600_000)
    return path


def test_one_token_serves_many_requests(site: Site, api: PublicApi) -> None:
    assert api.get("/a") == {"rows": 2}
    api.get("/b", {"age": "34"})
    assert site.paths() == ["/api/gateway/v1/token", "/a", "/b?age=34"]
    assert site.requests[2][2]["Authorization"] == "Bearer token-1"


def test_a_token_that_runs_out_is_renewed_before(site: Site, api: PublicApi) -> None:
    site.token_replies = [(200, {}, {"access_token": "short", "expires_in": 60})]
    api.get("/a")
    api._renew_at -= 1.0
    api.get("/a")
    assert [it for it in site.paths() if it.endswith("token")] == ["/api/gateway/v1/token"] * 2


def test_a_token_that_is_no_longer_taken_is_replaced_once(site: Site, api: PublicApi) -> None:
    site.replies = [(401, {}, {"code": "token_invalid"})]
    assert api.get("/a") == {"rows": 2}
    assert site.requests[-1][2]["Authorization"] == "Bearer token-2"
    site.replies = [(401, {}, {"code": "token_invalid"})] * 2
    with pytest.raises(Refused) as refused:
        api.get("/a")
    assert refused.value.status == 401


def test_an_import_is_sent_again_whole_when_the_service_is_away_for_a_moment(
    site: Site, api: PublicApi, file: Path
) -> None:
    site.replies = [(503, {"Retry-After": "0"}, {"code": "unavailable"})]
    seen: list[int] = []
    assert api.upload("/imports", file, "text/csv", sent=seen.append) == {"rows": 2}
    uploads = [it for it in site.requests if it[1] == "/imports"]
    assert [len(body) for *_, body in uploads] == [600_000, 600_000]
    assert uploads[0][2]["Content-Type"] == "text/csv"
    assert uploads[0][2]["Idempotency-Key"] == uploads[1][2]["Idempotency-Key"]
    assert seen.count(0) == 2
    assert seen[-1] == 600_000


def test_what_is_refused_is_not_sent_again(site: Site, api: PublicApi, file: Path) -> None:
    site.replies = [
        (
            422,
            {},
            {
                "title": "Filen blev afvist",
                "detail": "1 række har fejl.",
                "code": "rows_refused",
                "errors": [{"row": 7, "code": "unknown_code", "detail": "Koden 000 kendes ikke."}],
            },
        )
    ]
    with pytest.raises(Refused) as refused:
        api.upload("/imports", file, "text/csv", sent=lambda _: None)
    assert site.paths().count("/imports") == 1
    assert explain(refused.value) == (
        "Filen blev afvist (422)\n1 række har fejl.\n  række 7: Koden 000 kendes ikke."
    )


def test_an_answer_that_is_no_problem_is_still_told(site: Site, api: PublicApi) -> None:
    site.replies = [(500, {}, {})]
    with pytest.raises(Refused) as refused:
        api.get("/a")
    assert explain(refused.value) == "Svar 500 (500)"


@pytest.fixture
def only_two_tries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.mark.usefixtures("only_two_tries")
def test_a_service_that_stays_away_is_a_refusal(site: Site, api: PublicApi) -> None:
    site.replies = [(503, {}, {"title": "Midlertidigt utilgængelig", "detail": "Prøv igen."})] * 2
    with pytest.raises(Refused, match="Midlertidigt utilgængelig"):
        api.get("/a")
    assert site.paths().count("/a") == 2


@pytest.mark.usefixtures("only_two_tries")
def test_nobody_at_the_address_is_said_in_one_line() -> None:
    with (
        PublicApi(f"http://127.0.0.1:{find_free_port()}", "jobcenter", "hemmelig") as api,
        pytest.raises(
            Unreachable, match=r"^http://127\.0\.0\.1:\d+ svarer ikke .* Kører Pejling\?$"
        ),
    ):
        api.get("/a")


def test_the_demo_file_is_for_its_owner_alone_and_replaces_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text("{", encoding="utf-8")
    clients = {
        "jobcenter": {"client_id": "jobcenter", "client_secret": "hemmelig"},
        "provider": {"client_id": "provider", "client_secret": "hemmeligere"},
    }
    users = [{"role": "dpo", "username": "dpo", "password": "sol-hav-vind"}]
    with PublicApi("http://localhost:8010/", "jobcenter", "hemmelig") as api:
        write_demo_file(path, api, clients, users)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "base_url": "http://localhost:8010",
        "municipality": "0999",
        "token_url": "http://localhost:8010/api/gateway/v1/token",
        "users": users,
        "clients": clients,
    }
