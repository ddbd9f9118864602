"""What others are told of an agreement."""

from contracts import events
from contracts.agreements import requirements
from contracts.agreements.models import Agreement
from contracts.agreements.requirements import Kind, Requirement


def changed(agreement: Agreement) -> events.AgreementChanged:
    """The agreement's whole public state, with the limits that its offers must keep."""
    lines = agreement.lines
    return events.AgreementChanged(
        agreement_id=agreement.id,
        version=agreement.version,
        provider_id=agreement.provider_id,
        kind=agreement.kind,
        status=agreement.status,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        limits=events.Limits(
            hours_per_week=_span(lines, "hours_per_week"),
            duration_weeks=_span(lines, "duration_weeks"),
            content_elements=requirements.required_elements(lines),
        ),
        requirements=[
            events.PublishedRequirement(
                id=line.id,
                kind=line.kind,
                checkable_by=line.checkable_by,
                limits=line.limits.model_dump(mode="json", exclude_none=True),
                wording=line.wording,
            )
            for line in lines
        ],
        activated_at=agreement.activated_at,
        updated_at=agreement.updated_at,
    )


def _span(lines: list[Requirement], kind: Kind) -> events.Span | None:
    limits = requirements.narrowest(lines, kind)
    return None if limits is None else events.Span(min=limits.min, max=limits.max)
