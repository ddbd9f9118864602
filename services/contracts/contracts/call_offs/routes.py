"""Call-offs over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from contracts.attendance.calendar import Week
from contracts.call_offs import imported, imports, queries, schemas, service
from contracts.call_offs.models import CallOff, Status
from contracts.call_offs.queries import Wanted
from kit import pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.happening import Moment
from kit.idempotency import OnceDep
from kit.local_time import local_date
from kit.pages import DEFAULT_LIMIT, MAX_CURSOR_LENGTH, MAX_LIMIT, Page, PageRequest, PageRequestDep
from kit.preconditions import OptionalDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/call-offs", tags=["call-offs"], **COMPLETE)

READ = [requires("call_offs.read")]
ANSWERING = [requires(schemas.RIGHT)]
ACCEPTED = schemas.Accepting()
ANSWER: dict[str, Any] = {"response_model": schemas.CallOffAnswer}
UploadDep = Annotated[Upload, Depends(upload_reader(max_bytes=imports.MAX_BYTES))]


class CallOffsQuery(BaseModel):
    """Which call-offs are wanted, and how many of them at a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Status | None = None
    offer_id: Id | None = None
    provider_id: Id | None = None
    agreement_id: Id | None = None
    received_after: Moment | None = None
    overdue: bool | None = Field(
        default=None, description="Whether the provider should have answered by now"
    )
    unaligned: bool | None = Field(
        default=None, description="Whether it waits for expectations to be aligned"
    )
    under_way_in: Week | None = Field(
        default=None, description="Begun, and not over before the week: of whom attendance is due"
    )
    count: Literal["exact"] | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, Field(max_length=MAX_CURSOR_LENGTH)] | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about call-offs has in common."""

    response: Response
    session: SessionDep
    caller: CallerDep
    at: Now

    async def answer(self, call_off: CallOff) -> schemas.CallOffAnswer:
        """The call-off as this caller gets it; that it is read is kept."""
        around = await service.read_call_offs(self.session, self.caller, [call_off], at=self.at)
        self.response.headers["ETag"] = preconditions.etag(call_off)
        self.response.headers["Cache-Control"] = "no-store"
        return schemas.present(call_off, self.caller, around, today=local_date(self.at))


AskingDep = Annotated[Asking, Depends(scope="function")]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the acts on a call-off have in common."""

    asking: AskingDep
    once: OnceDep
    expected: OptionalDep

    async def do(
        self, act: Callable[..., Awaitable[CallOff]], call_off_id: str, body: BaseModel
    ) -> schemas.CallOffAnswer:
        """Do it once, however often it is sent."""
        session, caller, at = self.asking.session, self.asking.caller, self.asking.at
        call_off = await self.once.run(
            lambda: act(session, caller, call_off_id, body, self.expected, at=at),
            lambda known: queries.get_call_off(session, caller, known),
        )
        return await self.asking.answer(call_off)


ActingDep = Annotated[Acting, Depends(scope="function")]


@router.get("", dependencies=READ)
async def list_call_offs(
    query: Annotated[CallOffsQuery, Query()], request: Request, asking: AskingDep
) -> schemas.CallOffPage:
    """Call-offs, the newest first; a provider's staff see their own."""
    session, caller, today = asking.session, asking.caller, local_date(asking.at)
    wanted = Wanted(today, **query.model_dump(exclude={"count", "limit", "cursor"}))
    after = PageRequest(query.limit, query.cursor).after(str, str)
    rows = await queries.list_call_offs(session, caller, wanted, after=after, limit=query.limit)
    found, cursor = pages.cut(
        rows, query.limit, lambda each: (each.received_at.isoformat(), each.id)
    )
    pages.link_next(request, asking.response, cursor)
    total = await queries.count_call_offs(session, caller, wanted) if query.count else None
    around = await service.read_call_offs(session, caller, found, at=asking.at)
    items = [schemas.present(each, caller, around, today=today) for each in found]
    asking.response.headers["Cache-Control"] = "no-store"
    return schemas.CallOffPage(items=items, next=cursor, count=total)


@router.post(
    "/import",
    dependencies=[requires("history.import")],
    openapi_extra=request_body(imported.ImportedCallOff, noun="call-off", csv=imported.CSV),
)
async def import_call_offs(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    """What was ordered before, each with its final state; the referral may come later."""
    return await imports.import_call_offs(session, caller, upload, options, at=at)


@router.get("/{call_off_id}", dependencies=READ, **ANSWER)
async def get_call_off(call_off_id: Id, asking: AskingDep) -> schemas.CallOffAnswer:
    """One call-off; its id is the referral's."""
    return await asking.answer(
        await queries.get_call_off(asking.session, asking.caller, call_off_id)
    )


@router.get("/{call_off_id}/history", dependencies=READ)
async def list_call_off_acts(
    call_off_id: Id, page: PageRequestDep, request: Request, asking: AskingDep
) -> Page[schemas.CallOffAct]:
    """What was done with a call-off, the newest first: by whom, and when."""
    rows = await service.read_history(
        asking.session,
        asking.caller,
        call_off_id,
        before=page.after(int),
        limit=page.limit,
        at=asking.at,
    )
    found, cursor = pages.cut(rows, page.limit, lambda act: (act.version,))
    pages.link_next(request, asking.response, cursor)
    return Page(items=[schemas.CallOffAct.model_validate(act) for act in found], next=cursor)


@router.post("/{call_off_id}/accept", dependencies=ANSWERING, **ANSWER)
async def accept_call_off(
    call_off_id: Id, acting: ActingDep, body: schemas.Accepting = ACCEPTED
) -> schemas.CallOffAnswer:
    """Take the citizen, perhaps with the day that he or she is to come."""
    return await acting.do(service.accept_call_off, call_off_id, body)


@router.post("/{call_off_id}/decline", dependencies=ANSWERING, **ANSWER)
async def decline_call_off(
    call_off_id: Id, body: schemas.Declining, acting: ActingDep
) -> schemas.CallOffAnswer:
    """Do not take the citizen, and say why."""
    return await acting.do(service.decline_call_off, call_off_id, body)


@router.post("/{call_off_id}/start", dependencies=ANSWERING, **ANSWER)
async def start_call_off(
    call_off_id: Id, body: schemas.Starting, acting: ActingDep
) -> schemas.CallOffAnswer:
    """Say that the citizen has begun; refused until expectations are aligned."""
    return await acting.do(service.start_call_off, call_off_id, body)


@router.post("/{call_off_id}/end", dependencies=ANSWERING, **ANSWER)
async def end_call_off(
    call_off_id: Id, body: schemas.Ending, acting: ActingDep
) -> schemas.CallOffAnswer:
    """Say that the course is over, or that the citizen never came."""
    return await acting.do(service.end_call_off, call_off_id, body)
