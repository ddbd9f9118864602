"""The guide asked of its service alone, mounted in the composed application, and behind nginx.

And mounted once more by a browser's cookie instead of a header. All are the same code on the same
database and check the same token by themselves, without asking the gateway. The gateway that issued
it and the database run beside them.
"""

import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]  # the package ships no types
import uvicorn

from bench.guide import CONNECTIONS, ROUNDS, SECONDS
from bench.guide_offers import GROUPS, offer
from bench.loading import load
from kit import cookies, logs, serving
from standalone import ports
from standalone.apart import services_apart
from standalone.app import create_app, create_services
from standalone.data_folder import DataFolder
from standalone.needed_clients import JOBCENTER
from standalone.secret_files import client_secret
from standalone.service_environment import composed_environment
from standalone.throw_away import throw_away_postgres

DEFAULT_OFFERS = 60
WITHOUT_NGINX = "nginx is not installed (on Debian: apt-get install -y nginx-light)"
_SEED = 4
_PREFIX = "/api/visitation"
_UNLIMITED = {"PEJLING_VISITATION_REQUESTS_IN_TEN_SECONDS": "0"}  # one client asks all the time
_NGINX = """\
daemon off;
{user}
pid {folder}/nginx.pid;
worker_processes 1;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    proxy_buffers 16 32k;
    upstream visitation {{ server 127.0.0.1:{upstream}; keepalive {connections}; }}
    server {{
        listen 127.0.0.1:{port};
        location {prefix}/ {{
            proxy_pass http://visitation/;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}
}}
"""


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of offers."""
    logs.configure(logging.WARNING)
    offers = int(scale or DEFAULT_OFFERS)
    with ExitStack() as stack:
        admin_url = stack.enter_context(throw_away_postgres())
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="pejling-bench-"))
        folder = DataFolder(Path(name) / "data")
        apart = stack.enter_context(
            services_apart(
                folder, admin_url, services=["gateway", "visitation"], settings=_UNLIMITED
            )
        )
        apart.start("gateway", "visitation")
        apart.wait_until_ready()
        token = _token(apart.urls["gateway"], folder)
        alone = int(apart.urls["visitation"].rpartition(":")[2])
        _fill(alone, token, offers)
        pid = apart.pid("visitation") or 0
        asked = {"alone": (alone, "", pid)}
        mounted = stack.enter_context(_mounted(admin_url, folder))
        asked["mounted"] = asked["cookie"] = (*mounted[:1], _PREFIX, mounted[1])
        if shutil.which("nginx"):
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pejling-nginx-")))
            asked["nginx"] = (stack.enter_context(_nginx(alone, place)), _PREFIX, pid)
        else:
            print(WITHOUT_NGINX, file=sys.stderr)
        agree = _agree(asked, token)
        rates, seconds = _measured(asked, token)
    middle = {each: round(statistics.median(found)) for each, found in rates.items()}
    return {
        "scale": {
            "offers": offers,
            "rounds": ROUNDS,
            "seconds_each": SECONDS,
            "connections": CONNECTIONS,
            "nginx": "1 worker, kept connections" if "nginx" in asked else WITHOUT_NGINX,
        },
        "ours": {
            "mounted_per_second": middle["mounted"],
            "cookie_per_second": middle["cookie"],
            "nginx_per_second": middle.get("nginx"),
            "processor_microseconds": {
                each: round(statistics.median(found) * 1e6) for each, found in seconds.items()
            },
        },
        "peers": {"alone_per_second": middle["alone"]},
        "ratios": {
            each: round(
                statistics.median(
                    ours / theirs for ours, theirs in zip(rates[each], rates["alone"], strict=True)
                ),
                3,
            )
            for each in asked
            if each != "alone"
        },
        "agree": agree,
    }


def _token(gateway_url: str, folder: DataFolder) -> str:
    answer = httpx.post(
        f"{gateway_url}/v1/token",
        data={"grant_type": "client_credentials"},
        auth=(JOBCENTER.client_id, client_secret(JOBCENTER.client_id, folder.secrets)),
        trust_env=False,
    )
    answer.raise_for_status()
    token: str = answer.json()["access_token"]
    return token


def _fill(port: int, token: str, offers: int) -> None:
    """Offers through the front door, until the guide shows them."""
    chance = Random(_SEED)  # noqa: S311 - the same offers each time
    rows = [offer(number, chance) for number in range(offers)]
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=60,
    ) as client:
        client.post("/v1/offers/import", json=rows).raise_for_status()
        empty = len(client.get(_guide("", GROUPS[0])).content)
        for _ in range(200):
            if len(client.get(_guide("", GROUPS[0])).content) > max(empty, 1_000):
                return
            time.sleep(0.1)
    raise RuntimeError("the guide does not show what was loaded")


def _guide(prefix: str, group: str) -> str:
    return f"{prefix}/v1/guide?target_group={group}"


def _agree(asked: dict[str, tuple[int, str, int]], token: str) -> bool:
    """Whether every place gives the same bytes for every question."""
    with httpx.Client(headers={"Accept-Encoding": "identity"}, trust_env=False) as client:
        for group in GROUPS:
            bodies = set()
            for name, (port, prefix, _) in asked.items():
                header, value = _shown(name, token)
                answer = client.get(
                    f"http://127.0.0.1:{port}{_guide(prefix, group)}", headers={header: value}
                )
                answer.raise_for_status()
                bodies.add(answer.content)
            if len(bodies) != 1:
                return False
    return True


def _measured(
    asked: dict[str, tuple[int, str, int]], token: str
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Answers a second, and the service's processor seconds an answer, the places in turn."""
    rates: dict[str, list[float]] = {name: [] for name in asked}
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(ROUNDS + 1):
        for name, (port, prefix, pid) in asked.items():
            requests = [
                (
                    f"GET {_guide(prefix, group)} HTTP/1.1\r\nHost: localhost\r\n"
                    f"{': '.join(_shown(name, token))}\r\nAccept-Encoding: gzip\r\n"
                    "Accept: application/json\r\n\r\n"
                ).encode()
                for group in GROUPS * CONNECTIONS
            ]
            before = _processor_seconds(pid)
            found = load(port, requests, seconds=SECONDS, connections=CONNECTIONS)
            if turn > 0:  # the first round warms everything up
                rates[name].append(found.per_second)
                seconds[name].append((_processor_seconds(pid) - before) / found.answers)
    return rates, seconds


def _shown(place: str, token: str) -> tuple[str, str]:
    """The header by which a token is shown at a place."""
    if place == "cookie":
        return "Cookie", f"{cookies.ACCESS}={token}"
    return "Authorization", f"Bearer {token}"


def _processor_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


@contextmanager
def _mounted(admin_url: str, folder: DataFolder) -> Iterator[tuple[int, int]]:
    """The composed application's port and process."""
    port = ports.find_free_port()
    told = composed_environment(admin_url, f"http://127.0.0.1:{port}", folder) | _UNLIMITED
    with _running([sys.executable, "-m", "bench.edge", str(port)], told, port) as pid:
        yield port, pid


@contextmanager
def _nginx(upstream: int, folder: Path) -> Iterator[int]:
    """The port at which nginx passes requests on; it runs in the foreground, as who we are."""
    port = ports.find_free_port()
    config = folder / "nginx.conf"
    config.write_text(
        _NGINX.format(
            user="user root;" if os.geteuid() == 0 else "",
            folder=folder,
            upstream=upstream,
            port=port,
            connections=CONNECTIONS,
            prefix=_PREFIX,
        ),
        encoding="ascii",
    )
    command = ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)]
    with _running(command, {}, port):
        yield port


@contextmanager
def _running(command: list[str], told: dict[str, str], port: int) -> Iterator[int]:
    """A server process, once it answers; its id."""
    server = subprocess.Popen(command, env=os.environ | told)
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}{_PREFIX}/live", timeout=1, trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait(10)


def main(port: int) -> None:
    """Serve the five services as standalone mode composes them."""
    logs.configure()
    application = create_app(create_services())
    uvicorn.Server(serving.server_config(application, host="127.0.0.1", port=port)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
