"""Inspections over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from contracts.inspections import imports, queries, schemas, service
from contracts.inspections.models import Inspection
from kit import pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/inspections", tags=["inspections"], **COMPLETE)

READ = [requires("inspections.read")]
WRITE = [requires("inspections.write")]
COMMENT = [requires("inspections.comment")]
PUBLISH = [requires("inspections.publish")]
ANSWER: dict[str, Any] = {"response_model": schemas.InspectionAnswer}
UploadDep = Annotated[
    Upload, Depends(upload_reader(max_bytes=imports.MAX_BYTES, formats=imports.FORMATS))
]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one inspection has in common."""

    response: Response
    session: SessionDep
    caller: CallerDep
    at: Now

    async def answer(self, inspection: Inspection) -> schemas.InspectionAnswer:
        """The inspection as this caller gets it."""
        self.response.headers["ETag"] = preconditions.etag(inspection)
        [answer] = await service.present(self.session, self.caller, [inspection], at=self.at)
        return answer

    async def again(self, inspection_id: str) -> Inspection:
        """What was made or changed when the same was sent before."""
        return await queries.get_inspection(self.session, self.caller, inspection_id)


AskingDep = Annotated[Asking, Depends(scope="function")]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the acts on an inspection have in common."""

    asking: AskingDep
    once: OnceDep
    expected: OptionalDep

    async def do(
        self, act: Callable[..., Awaitable[Inspection]], inspection_id: str, body: BaseModel
    ) -> schemas.InspectionAnswer:
        """Do it once, however often it is sent."""
        session, caller, at = self.asking.session, self.asking.caller, self.asking.at
        inspection = await self.once.run(
            lambda: act(session, caller, inspection_id, body, self.expected, at=at),
            self.asking.again,
        )
        return await self.asking.answer(inspection)


ActingDep = Annotated[Acting, Depends(scope="function")]


@router.post("", status_code=201, dependencies=WRITE, **ANSWER)
async def create_inspection(
    body: schemas.NewInspection, request: Request, asking: AskingDep, once: OnceDep
) -> schemas.InspectionAnswer:
    """A new inspection as a draft, which only the municipality sees."""
    inspection = await once.run(
        lambda: service.create_inspection(asking.session, asking.caller, body, at=asking.at),
        asking.again,
    )
    asking.response.headers["Location"] = f"{request.url.path}/{inspection.id}"
    return await asking.answer(inspection)


@router.get("", dependencies=READ)
async def list_inspections(
    query: Annotated[schemas.InspectionsQuery, Query()], request: Request, asking: AskingDep
) -> schemas.InspectionPage:
    """Inspections, the newest first."""
    page = await service.list_inspections(asking.session, asking.caller, query, at=asking.at)
    pages.link_next(request, asking.response, page.next)
    return page


@router.post(
    "/import",
    dependencies=[requires("history.import")],
    openapi_extra=request_body(schemas.ImportedInspection, noun="inspection", csv=None),
)
async def import_inspections(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    """Inspections in bulk, each with its final state; what is not in the batch stays as it is."""
    return await imports.import_inspections(session, caller, upload, options, at=at)


@router.get("/{inspection_id}", dependencies=READ, **ANSWER)
async def get_inspection(inspection_id: Id, asking: AskingDep) -> schemas.InspectionAnswer:
    """One inspection; its ETag is what a replacement sends back as If-Match."""
    return await asking.answer(
        await queries.get_inspection(asking.session, asking.caller, inspection_id)
    )


@router.put("/{inspection_id}", dependencies=WRITE, **ANSWER)
async def replace_inspection(
    inspection_id: Id, body: schemas.Content, expected: RequiredDep, asking: AskingDep
) -> schemas.InspectionAnswer:
    """The whole content anew, until it is published."""
    inspection = await service.revise_inspection(
        asking.session, asking.caller, inspection_id, body, expected, at=asking.at
    )
    return await asking.answer(inspection)


@router.post("/{inspection_id}/hear", dependencies=WRITE, **ANSWER)
async def hear_provider(
    inspection_id: Id, acting: ActingDep, body: schemas.Hearing = schemas.IN_TWO_WEEKS
) -> schemas.InspectionAnswer:
    """Show the draft to the provider, who may answer each finding before it is final."""
    return await acting.do(service.hear_provider, inspection_id, body)


@router.post("/{inspection_id}/comment", dependencies=COMMENT, **ANSWER)
async def comment_on_inspection(
    inspection_id: Id, body: schemas.Comment, acting: ActingDep
) -> schemas.InspectionAnswer:
    """What the provider says to it; shown beside the smiley."""
    return await acting.do(service.comment_on_inspection, inspection_id, body)


@router.post("/{inspection_id}/publish", dependencies=PUBLISH, **ANSWER)
async def publish_inspection(
    inspection_id: Id, acting: ActingDep, body: schemas.Acting = schemas.NOW
) -> schemas.InspectionAnswer:
    """Let everybody know the smiley; what it lacks is pointed at."""
    return await acting.do(service.publish_inspection, inspection_id, body)


@router.post("/{inspection_id}/withdraw", dependencies=PUBLISH, **ANSWER)
async def withdraw_inspection(
    inspection_id: Id, body: schemas.Withdrawal, acting: ActingDep
) -> schemas.InspectionAnswer:
    """Take the smiley back, visibly."""
    return await acting.do(service.withdraw_inspection, inspection_id, body)
