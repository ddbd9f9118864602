"""Complaints over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from contracts.complaints import imports, queries, schemas, service
from contracts.complaints.models import Complaint
from kit import pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.local_time import local_date
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/complaints", tags=["complaints"], **COMPLETE)

READ = [requires("complaints.read")]
WRITE = [requires("complaints.write")]
ANSWER: dict[str, Any] = {"response_model": schemas.ComplaintAnswer}
UploadDep = Annotated[Upload, Depends(upload_reader(max_bytes=imports.MAX_BYTES))]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one complaint has in common."""

    response: Response
    session: SessionDep
    caller: CallerDep
    at: Now

    def answer(self, complaint: Complaint) -> schemas.ComplaintAnswer:
        """The complaint as this caller gets it."""
        self.response.headers["ETag"] = preconditions.etag(complaint)
        return schemas.present(complaint, self.caller, today=local_date(self.at))

    async def again(self, complaint_id: str) -> Complaint:
        """What was made or changed when the same was sent before."""
        complaint = await queries.get_complaint(self.session, self.caller, complaint_id)
        await service.note(self.session, self.caller, service.READ, [complaint], at=self.at)
        return complaint


AskingDep = Annotated[Asking, Depends(scope="function")]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the acts on a complaint have in common."""

    asking: AskingDep
    once: OnceDep
    expected: OptionalDep

    async def do(
        self, act: Callable[..., Awaitable[Complaint]], complaint_id: str, body: BaseModel
    ) -> schemas.ComplaintAnswer:
        """Do it once, however often it is sent."""
        session, caller, at = self.asking.session, self.asking.caller, self.asking.at
        complaint = await self.once.run(
            lambda: act(session, caller, complaint_id, body, self.expected, at=at),
            self.asking.again,
        )
        return self.asking.answer(complaint)


ActingDep = Annotated[Acting, Depends(scope="function")]


@router.post("", status_code=201, dependencies=WRITE, **ANSWER)
async def create_complaint(
    body: schemas.NewComplaint, request: Request, asking: AskingDep, once: OnceDep
) -> schemas.ComplaintAnswer:
    """A new complaint, which waits for its answer."""
    complaint = await once.run(
        lambda: service.create_complaint(asking.session, asking.caller, body, at=asking.at),
        asking.again,
    )
    asking.response.headers["Location"] = f"{request.url.path}/{complaint.id}"
    return asking.answer(complaint)


@router.get("", dependencies=READ)
async def list_complaints(
    query: Annotated[schemas.ComplaintsQuery, Query()], request: Request, asking: AskingDep
) -> schemas.ComplaintPage:
    """Complaints, the newest first."""
    page = await service.list_complaints(asking.session, asking.caller, query, at=asking.at)
    pages.link_next(request, asking.response, page.next)
    return page


@router.post(
    "/import",
    dependencies=[requires("history.import")],
    openapi_extra=request_body(schemas.ImportedComplaint, noun="complaint"),
)
async def import_complaints(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    """Complaints in bulk, each with its final state; what is not in the batch stays as it is."""
    return await imports.import_complaints(session, caller, upload, options, at=at)


@router.get("/{complaint_id}", dependencies=READ, **ANSWER)
async def get_complaint(complaint_id: Id, asking: AskingDep) -> schemas.ComplaintAnswer:
    """One complaint; its ETag is what a replacement sends back as If-Match."""
    return asking.answer(await asking.again(complaint_id))


@router.put("/{complaint_id}", dependencies=WRITE, **ANSWER)
async def replace_complaint(
    complaint_id: Id, body: schemas.Content, expected: RequiredDep, asking: AskingDep
) -> schemas.ComplaintAnswer:
    """The whole content anew, until it is closed."""
    complaint = await service.revise_complaint(
        asking.session, asking.caller, complaint_id, body, expected, at=asking.at
    )
    return asking.answer(complaint)


@router.post("/{complaint_id}/answer", dependencies=WRITE, **ANSWER)
async def answer_complaint(
    complaint_id: Id, body: schemas.Answering, acting: ActingDep
) -> schemas.ComplaintAnswer:
    """Keep what whoever complained was answered."""
    return await acting.do(service.answer_complaint, complaint_id, body)


@router.post("/{complaint_id}/close", dependencies=WRITE, **ANSWER)
async def close_complaint(
    complaint_id: Id, body: schemas.Closing, acting: ActingDep
) -> schemas.ComplaintAnswer:
    """Say what came of it."""
    return await acting.do(service.close_complaint, complaint_id, body)


@router.post("/{complaint_id}/reopen", dependencies=WRITE, **ANSWER)
async def reopen_complaint(
    complaint_id: Id, body: schemas.Reopening, acting: ActingDep
) -> schemas.ComplaintAnswer:
    """Take it up again."""
    return await acting.do(service.reopen_complaint, complaint_id, body)
