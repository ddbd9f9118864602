"""A whole client of Pejling in one file: publishes an offer, and follows what happens to offers.

    export PEJLING_CLIENT_ID=… PEJLING_CLIENT_SECRET=…
    python3 follow_offers.py --base http://localhost:8010 publish offer.json
    python3 follow_offers.py --base http://localhost:8010 follow --position position.txt

It needs httpx and nothing else. What it does about renewal, repetition and positions is what any
client should do.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import httpx

OFFERS = "/api/visitation/v1/offers"
EVENTS = "/api/visitation/v1/events"
TOKEN = "/api/gateway/v1/token"  # noqa: S105 - an address
ATTEMPTS = 8
LONGEST_WAIT = 30.0  # seconds
POLL_SECONDS = 20


class ClientCredentials(httpx.Auth):
    """Puts a token on every request: renewed at half life, and once when it is refused."""

    requires_response_body = True

    def __init__(self, base: str, client_id: str, secret: str) -> None:
        self._ask = httpx.Request("POST", base + TOKEN, data={"grant_type": "client_credentials"})
        # Basic as httpx writes it; id and secret hold no letter that OAuth would encode.
        self._ask = next(httpx.BasicAuth(client_id, secret).auth_flow(self._ask))
        self._token = ""
        self._renew_at = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request with a token that is good for it."""
        if time.monotonic() >= self._renew_at:
            self._keep((yield self._ask))
        request.headers["Authorization"] = f"Bearer {self._token}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._keep((yield self._ask))
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request

    def _keep(self, answer: httpx.Response) -> None:
        answer.raise_for_status()
        granted = answer.json()
        self._token = granted["access_token"]
        self._renew_at = time.monotonic() + granted["expires_in"] / 2


def send(client: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
    """Send until there is an answer to keep: what is away or too busy is asked again.

    The request stays the same each time, its Idempotency-Key with it, so that one whose answer
    was lost on the way does not happen twice.
    """
    for attempt in range(ATTEMPTS):
        pause = min(2.0**attempt / 4, LONGEST_WAIT)
        try:
            answer = client.request(method, path, **request)
            # The token is fetched on the way, so this may be the gateway's answer as well.
        except httpx.HTTPStatusError as refused:
            answer = refused.response
        except httpx.TransportError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(pause)
            continue
        if answer.status_code not in {429, 502, 503, 504} or attempt == ATTEMPTS - 1:
            return answer
        time.sleep(float(answer.headers.get("Retry-After", pause)))
    raise AssertionError


def take(answer: httpx.Response) -> Any:  # noqa: ANN401 - any JSON
    """The body of an answer; a problem ends the program in its own words."""
    if answer.is_success:
        return answer.json()
    problem = answer.json()
    lines = [f"{problem['code']}: {problem['detail']}"]
    lines += [f"  {each['pointer']}: {each['detail']}" for each in problem.get("errors", ())]
    raise SystemExit("\n".join(lines))


def publish(client: httpx.Client, offer: dict[str, Any]) -> dict[str, Any]:
    """Make an offer say what it should, and let it be chosen; safe to do again at any time."""
    path = f"{OFFERS}/{offer['id']}"
    content = {name: value for name, value in offer.items() if name != "id"}
    found = send(client, "GET", path)
    if found.status_code == httpx.codes.NOT_FOUND:
        key = {"Idempotency-Key": f"create-{offer['id']}"}
        found = send(client, "POST", OFFERS, json=offer, headers=key)
    else:
        take(found)
        # Somebody may write in between: then it is 412, and a person should look.
        version = {"If-Match": found.headers["ETag"]}
        found = send(client, "PUT", path, json=content, headers=version)
    now: dict[str, Any] = take(found)
    for act in ("publish", "resume"):
        if act in now["actions"]:
            # The version makes this a new act after a pause, and the same one when repeated.
            key = {"Idempotency-Key": f"{act}-{now['id']}-{now['version']}"}
            return dict(take(send(client, "POST", f"{path}/{act}", headers=key)))
    return now


def follow(client: httpx.Client, position_file: Path, *, once: bool) -> Iterator[dict[str, Any]]:
    """Every event from the position in the file on; it moves when a batch has been handled.

    After a crash the last batch comes again. An event carries the whole state of its offer, so
    handling it twice is harmless.
    """
    while True:
        after = position_file.read_text().strip() if position_file.exists() else "0"
        wait = 0 if once else POLL_SECONDS
        answer = send(client, "GET", EVENTS, params={"after": after, "timeout": wait})
        events = take(answer)
        yield from events
        unfinished = position_file.with_suffix(".new")
        unfinished.write_text(answer.headers["Feed-Position"])
        unfinished.replace(position_file)
        if once and not events:
            return


def main() -> None:
    """Read the command line, and do it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", default="http://localhost:8010")
    commands = parser.add_subparsers(dest="command", required=True)
    publishing = commands.add_parser("publish")
    publishing.add_argument("offer", type=Path, help="the offer as JSON, with its id")
    following = commands.add_parser("follow")
    following.add_argument("--position", type=Path, required=True)
    following.add_argument("--once", action="store_true", help="stop when caught up")
    told = parser.parse_args()
    auth = ClientCredentials(
        told.base, os.environ["PEJLING_CLIENT_ID"], os.environ["PEJLING_CLIENT_SECRET"]
    )
    with httpx.Client(base_url=told.base, auth=auth, timeout=60) as client:
        if told.command == "publish":
            offer = publish(client, json.loads(told.offer.read_text(encoding="utf-8")))
            sys.stdout.write(f"{offer['id']} {offer['status']} {offer['version']}\n")
        else:
            for event in follow(client, told.position, once=told.once):
                sys.stdout.write(f"{event['id']} {event['type']} {event['subject']}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
