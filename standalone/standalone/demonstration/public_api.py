"""The public API as a jobcenter's own system uses it: a token, deadlines, safe retries."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

import httpx
import stamina

_TRIES = 6
_CHUNK = 256 * 1024
_RENEW_BEFORE_SECONDS = 60.0
_PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_IN_PROGRESS = frozenset({"idempotency_in_progress", "import_in_progress"})
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_IMPORT_TIMEOUT = httpx.Timeout(180.0, connect=5.0)

Answer = dict[str, Any]
Sent = Callable[[int], None]


class Refused(Exception):
    """The API said no; the problem's title, detail and rows are for people, in Danish."""

    def __init__(self, status: int, problem: Answer) -> None:
        super().__init__(problem.get("title", ""))
        self.status = status
        self.code = str(problem.get("code", ""))
        self.title = str(problem.get("title") or "Anmodningen blev afvist")
        self.detail = str(problem.get("detail") or "")
        rows = problem.get("errors")
        self.rows: list[Answer] = [row for row in rows or [] if isinstance(row, dict)]


class Unreachable(Exception):
    """Nobody answers at the address, or not within the deadline."""


class _TryAgain(Exception):
    """The API asks to come back in a moment."""

    def __init__(self, refused: Refused, after: float) -> None:
        super().__init__()
        self.refused = refused
        self.after = after


class PublicApi:
    """A client of the API with a token of its own, renewed before it expires.

    Args:
        base_url: Where the installation answers, without ``/api``.
        client_id: The system's client.
        client_secret: Its secret.
        urls: Where each service answers, when each does so by itself.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        *,
        urls: Mapping[str, str] | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._urls = urls or {}
        self.token_url = self._address("/api/gateway/v1/token")
        self._credentials = (client_id, client_secret)
        self._http = httpx.Client(timeout=_TIMEOUT, trust_env=False)
        self._token = ""
        self._renew_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, parameters: dict[str, str] | None = None) -> Answer:
        """What the API answers.

        Raises:
            Refused: It said no.
            Unreachable: It does not answer.
        """
        return self._ask(
            lambda headers: self._http.get(
                self._address(path), params=parameters or {}, headers=headers
            )
        )

    def post(self, path: str, body: object, *, key: str) -> Answer:
        """Do or create something, once however often it is sent.

        Args:
            path: Where to.
            body: What, as JSON; nothing at all when None.
            key: The idempotency key.

        Raises:
            Refused: It said no.
            Unreachable: It does not answer.
        """
        return self._ask(
            lambda headers: self._http.post(
                self._address(path),
                json=body,
                headers={"Idempotency-Key": key, **headers},
                timeout=_IMPORT_TIMEOUT,
            )
        )

    def post_rows(self, path: str, rows: list[Answer]) -> list[Answer]:
        """Send rows that are answered row by row, and the answers.

        Raises:
            Refused: It said no.
            Unreachable: It does not answer.
        """
        answered = self._ask(
            lambda headers: self._http.post(
                self._address(path), json=rows, headers=headers, timeout=_IMPORT_TIMEOUT
            )
        )
        return list(answered["items"])

    def upload(self, path: str, file: Path, media_type: str, *, sent: Sent) -> Answer:
        """Send a file as a streamed body.

        Sending it again is safe: the key is the content's, and an import replaces what it covers.

        Args:
            path: Where to.
            file: What.
            media_type: Of the file.
            sent: Is told how many bytes have left so far; goes back when a try begins anew.

        Raises:
            Refused: It said no.
            Unreachable: It does not answer.
        """
        with file.open("rb") as body:
            digest = hashlib.file_digest(body, "sha256").hexdigest()
        described = {
            "Content-Type": media_type,
            "Content-Length": str(file.stat().st_size),
            "Idempotency-Key": digest,
        }
        return self._ask(
            lambda headers: self._http.post(
                self._address(path),
                content=_chunks(file, sent),
                headers={**described, **headers},
                timeout=_IMPORT_TIMEOUT,
            )
        )

    def _address(self, path: str) -> str:
        """Where a path such as ``/api/visitation/v1/guide`` is answered."""
        service, _, rest = path.removeprefix("/api/").partition("/")
        alone = self._urls.get(service)
        return f"{self.base_url}{path}" if alone is None else f"{alone}/{rest}"

    def _ask(self, send: Callable[[dict[str, str]], httpx.Response]) -> Answer:
        try:
            for attempt in stamina.retry_context(_worth_another_try, attempts=_TRIES, timeout=None):
                with attempt:
                    return self._ask_once(send)
        except _TryAgain as last:
            raise last.refused from None
        except httpx.TransportError as error:
            raise Unreachable(
                f"{self.base_url} svarer ikke ({type(error).__name__}). Kører Pejling?"
            ) from error
        raise AssertionError("stamina either returns or raises")

    def _ask_once(self, send: Callable[[dict[str, str]], httpx.Response]) -> Answer:
        answer = send({"Authorization": f"Bearer {self._valid_token()}"})
        if answer.status_code == HTTPStatus.UNAUTHORIZED:  # e.g. keys changed meanwhile: once more
            self._token = ""
            answer = send({"Authorization": f"Bearer {self._valid_token()}"})
        return _content(answer)

    def _valid_token(self) -> str:
        if not self._token or time.monotonic() >= self._renew_at:
            client_id, secret = self._credentials
            form = {
                "grant_type": "client_credentials",
                "client_id": client_id,
                "client_secret": secret,
            }
            granted = _content(self._http.post(self.token_url, data=form))
            self._token = granted["access_token"]
            lifetime = float(granted.get("expires_in", 0))
            self._renew_at = time.monotonic() + max(lifetime - _RENEW_BEFORE_SECONDS, 1.0)
        return self._token


def _content(answer: httpx.Response) -> Answer:
    """The answer's object, or the problem that it describes."""
    try:
        content = answer.json()
    except ValueError:
        content = {}
    if isinstance(content, list):
        content = {"items": content}
    content = content if isinstance(content, dict) else {}
    if answer.is_success:
        return content
    refused = Refused(answer.status_code, content or {"title": f"Svar {answer.status_code}"})
    if answer.status_code in _PASSING or refused.code in _IN_PROGRESS:
        raise _TryAgain(refused, _seconds(answer.headers.get("Retry-After")))
    raise refused


def _seconds(retry_after: str | None) -> float:
    return min(float(retry_after), 30.0) if retry_after and retry_after.isdigit() else 1.0


def _worth_another_try(error: Exception) -> bool | dt.timedelta:
    if isinstance(error, _TryAgain):
        return dt.timedelta(seconds=error.after)
    return isinstance(error, httpx.TransportError)


def _chunks(file: Path, sent: Sent) -> Iterator[bytes]:
    total = 0
    sent(total)
    with file.open("rb") as body:
        while chunk := body.read(_CHUNK):
            yield chunk
            total += len(chunk)
            sent(total)
