"""Agreements over HTTP."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from contracts.agreements import imports, queries, schemas, service
from contracts.agreements.models import Agreement, Kind, Status
from contracts.agreements.queries import Wanted
from kit import pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import DEFAULT_LIMIT, MAX_CURSOR_LENGTH, MAX_LIMIT, Page, PageRequest, PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/agreements", tags=["agreements"], **COMPLETE)

READ = [requires("agreements.read")]
WRITE = [requires(schemas.RIGHT)]
NOW = schemas.Acting()
ANSWER: dict[str, Any] = {"response_model": schemas.AgreementAnswer}
UploadDep = Annotated[
    Upload,
    Depends(upload_reader(max_bytes=imports.MAX_BYTES, formats=imports.FORMATS)),
]


class AgreementsQuery(BaseModel):
    """Which agreements are wanted, and how many of them at a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider_id: Id | None = None
    kind: Kind | None = None
    status: Status | None = None
    in_force_on: date | None = None
    ends_before: date | None = None
    count: Literal["exact"] | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, Field(max_length=MAX_CURSOR_LENGTH)] | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one agreement has in common."""

    response: Response
    session: SessionDep
    caller: CallerDep
    at: Now

    def answer(self, agreement: Agreement) -> schemas.AgreementAnswer:
        """The agreement as this caller gets it."""
        self.response.headers["ETag"] = preconditions.etag(agreement)
        return schemas.present(agreement, self.caller, at=self.at)

    async def again(self, agreement_id: str) -> Agreement:
        """What was made or changed when the same was sent before."""
        return await queries.get_agreement(self.session, self.caller, agreement_id)


AskingDep = Annotated[Asking, Depends(scope="function")]


@router.post("", status_code=201, dependencies=WRITE, **ANSWER)
async def create_agreement(
    body: schemas.NewAgreement, request: Request, asking: AskingDep, once: OnceDep
) -> schemas.AgreementAnswer:
    """A new agreement as a draft."""
    agreement = await once.run(
        lambda: service.create_agreement(asking.session, asking.caller, body, at=asking.at),
        asking.again,
    )
    asking.response.headers["Location"] = f"{request.url.path}/{agreement.id}"
    return asking.answer(agreement)


@router.get("", dependencies=READ)
async def list_agreements(
    query: Annotated[AgreementsQuery, Query()], request: Request, asking: AskingDep
) -> schemas.AgreementPage:
    """Agreements, the one that ends first before the others."""
    session, caller = asking.session, asking.caller
    wanted = Wanted(
        query.provider_id, query.kind, query.status, query.in_force_on, query.ends_before
    )
    after = PageRequest(query.limit, query.cursor).after(str, str)
    rows = await queries.list_agreements(session, caller, wanted, after=after, limit=query.limit)
    found, cursor = pages.cut(rows, query.limit, lambda each: (each.ends_on.isoformat(), each.id))
    pages.link_next(request, asking.response, cursor)
    total = await queries.count_agreements(session, caller, wanted) if query.count else None
    items = [schemas.present(each, caller, at=asking.at) for each in found]
    return schemas.AgreementPage(items=items, next=cursor, count=total)


@router.post(
    "/import",
    dependencies=WRITE,
    openapi_extra=request_body(schemas.ImportedAgreement, noun="agreement", csv=None),
)
async def import_agreements(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    """Agreements in bulk, each with its final state; what is not in the batch stays as it is."""
    return await imports.import_agreements(session, caller, upload, options, at=at)


@router.get("/{agreement_id}", dependencies=READ, **ANSWER)
async def get_agreement(agreement_id: Id, asking: AskingDep) -> schemas.AgreementAnswer:
    """One agreement; its ETag is what a replacement sends back as If-Match."""
    return asking.answer(await queries.get_agreement(asking.session, asking.caller, agreement_id))


@router.put("/{agreement_id}", dependencies=WRITE, **ANSWER)
async def replace_agreement(
    agreement_id: Id, body: schemas.Content, expected: RequiredDep, asking: AskingDep
) -> schemas.AgreementAnswer:
    """The whole content anew; the same content again makes no new version."""
    agreement = await service.revise_agreement(
        asking.session, asking.caller, agreement_id, body, expected, at=asking.at
    )
    return asking.answer(agreement)


@router.get("/{agreement_id}/versions", dependencies=READ)
async def list_agreement_versions(
    agreement_id: Id, page: PageRequestDep, request: Request, asking: AskingDep
) -> Page[schemas.AgreementVersion]:
    """Every version of an agreement, the newest first: what it said, and who changed it when."""
    rows = await queries.list_versions(
        asking.session, asking.caller, agreement_id, before=page.after(int), limit=page.limit
    )
    found, cursor = pages.cut(rows, page.limit, lambda version: (version.version,))
    pages.link_next(request, asking.response, cursor)
    items = [schemas.AgreementVersion.model_validate(version) for version in found]
    return Page(items=items, next=cursor)


@router.post("/{agreement_id}/check", dependencies=READ)
async def check_against_agreement(
    agreement_id: Id, body: schemas.Offered, asking: AskingDep
) -> schemas.Check:
    """Which of the agreement's requirements an offer would break; nothing is kept."""
    broken = await service.check_offered(asking.session, asking.caller, agreement_id, body)
    return schemas.present_check(broken)


@router.post("/{agreement_id}/activate", dependencies=WRITE, **ANSWER)
async def activate_agreement(
    agreement_id: Id,
    expected: OptionalDep,
    asking: AskingDep,
    once: OnceDep,
    body: schemas.Acting = NOW,
) -> schemas.AgreementAnswer:
    """Put the agreement in force; what its kind must say and it lacks is pointed at."""
    session, caller, at = asking.session, asking.caller, asking.at
    agreement = await once.run(
        lambda: service.activate_agreement(session, caller, agreement_id, body, expected, at=at),
        asking.again,
    )
    return asking.answer(agreement)


@router.post("/{agreement_id}/extend", dependencies=WRITE, **ANSWER)
async def extend_agreement(
    agreement_id: Id,
    body: schemas.Extending,
    expected: OptionalDep,
    asking: AskingDep,
    once: OnceDep,
) -> schemas.AgreementAnswer:
    """Use one of the agreement's options: it gets a later last day."""
    session, caller, at = asking.session, asking.caller, asking.at
    agreement = await once.run(
        lambda: service.extend_agreement(session, caller, agreement_id, body, expected, at=at),
        asking.again,
    )
    return asking.answer(agreement)


@router.post("/{agreement_id}/end", dependencies=WRITE, **ANSWER)
async def end_agreement(
    agreement_id: Id,
    expected: OptionalDep,
    asking: AskingDep,
    once: OnceDep,
    body: schemas.Acting = NOW,
) -> schemas.AgreementAnswer:
    """Let the agreement end; what has been ordered under it is honoured."""
    session, caller, at = asking.session, asking.caller, asking.at
    agreement = await once.run(
        lambda: service.end_agreement(session, caller, agreement_id, body, expected, at=at),
        asking.again,
    )
    return asking.answer(agreement)
