"""Idempotency keys: a creating or acting request that is sent again has one outcome."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Request
from sqlalchemy import delete, insert, select, text

from kit import problems, tables
from kit.database import Session, SessionDep
from kit.rights import Caller, CallerDep

KEPT_FOR = timedelta(days=7)
MAX_KEY_LENGTH = 200

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:scope, 0))")


class KeyRequired(problems.Malformed):
    """A system must send a key with what it creates, so that it can safely send again."""

    code = "idempotency_key_required"
    title = "Idempotency-Key mangler"


class InProgress(problems.NotNow):
    """The same request is being answered right now."""

    code = "idempotency_in_progress"
    title = "Samme forespørgsel er i gang"


class KeyReused(problems.NotNow):
    """The key has been used for something else."""

    code = "idempotency_key_reused"
    title = "Idempotency-Key er brugt til noget andet"


class Identified(Protocol):
    """A result that can be found again."""

    @property
    def id(self) -> str:
        """Its id."""


Result = TypeVar("Result", bound=Identified)


@dataclass(frozen=True, slots=True)
class Once:
    """One request's key: ``await once.run(act, again)`` acts once, however often it is sent."""

    session: Session
    caller: Caller
    route: str
    key: str | None
    request_hash: bytes
    status: int

    @property
    def _client(self) -> str:
        """Whose key it is: people may work in several municipalities, a client in one for ever."""
        is_client = self.caller.kind in ("client", "service")
        return self.caller.subject if is_client else f"{self.caller.subject}@{self.municipality}"

    @property
    def municipality(self) -> str | None:
        """In which the request acts."""
        return self.caller.municipality

    async def run(
        self,
        act: Callable[[], Awaitable[Result]],
        again: Callable[[str], Awaitable[Result]],
    ) -> Result:
        """The result of ``act`` the first time; afterwards ``again`` with its id.

        What was answered is not kept: it is authorised, rendered and audited anew.

        Raises:
            InProgress: While the first request is still running.
            KeyReused: When the key came with another request before.
        """
        if self.key is None:
            return await act()
        keys = tables.idempotency_keys
        scope = f"{self._client}\n{self.route}\n{self.key}"
        if not await self.session.scalar(_TRY_LOCK, {"scope": scope}):
            raise InProgress("Vent på svaret på den første.", headers={"Retry-After": "1"})
        where = (
            keys.c.client == self._client,
            keys.c.route == self.route,
            keys.c.key == self.key,
        )
        kept = (
            await self.session.execute(select(keys.c.request_hash, keys.c.result_id).where(*where))
        ).one_or_none()
        if kept is not None:
            if bytes(kept.request_hash) != self.request_hash:
                raise KeyReused("Brug en ny nøgle til en ny forespørgsel.")
            return await again(kept.result_id)
        result = await act()
        await self.session.execute(
            insert(keys).values(
                client=self._client,
                route=self.route,
                key=self.key,
                municipality=self.caller.municipality,
                request_hash=self.request_hash,
                status=self.status,
                result_id=result.id,
            )
        )
        return result


async def once(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=MAX_KEY_LENGTH,
            pattern=r"^[\x21-\x7e]+$",
            description="Required from systems; sending the same request again changes nothing",
        ),
    ] = None,
) -> Once:
    """The request's key, with a hash of everything that the request says.

    Raises:
        KeyRequired: When a system sends none.
    """
    if idempotency_key is None and caller.kind in ("client", "service"):
        raise KeyRequired(
            "Send en ny, tilfældig nøgle i Idempotency-Key; brug den igen, hvis du sender igen.",
            errors=[problems.FieldError("/header/Idempotency-Key", "missing", "Headeren mangler.")],
        )
    said = hashlib.sha256()
    # How the answer is wanted is part of it: a job's id is not that of what the job makes.
    preference = request.headers.get("prefer", "")
    for part in (request.method, request.url.path, request.url.query, preference):
        said.update(part.encode() + b"\n")
    said.update(await request.body())
    route = request.scope["route"]
    return Once(
        session=session,
        caller=caller,
        route=f"{request.method} {route.path}",
        key=idempotency_key,
        request_hash=said.digest(),
        status=route.status_code or 200,
    )


OnceDep = Annotated[Once, Depends(once, scope="function")]


async def forget_old(session: Session, *, at: datetime) -> None:
    """Delete the keys that are older than seven days."""
    keys = tables.idempotency_keys
    await session.execute(delete(keys).where(keys.c.created_at < at - KEPT_FOR))
