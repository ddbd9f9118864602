"""What is told of a referral: the municipality all of it, a provider nothing in own words."""

from typing import Any

from kit.rights import Caller
from visitation.referrals import act_schemas, schemas
from visitation.referrals.models import ReferralAct
from visitation.referrals.rules import ReferralRules
from visitation.referrals.statuses import RIGHTS, STEPS_ON, Act

_AS_THEY_ARE = tuple(
    name
    for name in schemas.Referral.model_fields
    if name
    not in (
        *("status", "targets", "alignment", "evidence", "assessment"),
        *("new_referral_proposed", "actions"),
    )
)
_NOT_FOR_PROVIDERS: dict[str, Any] = {
    "caseworker": None,
    "created_by": None,
    "ordered_by": None,
    "aligned_by": None,
    "approved_by": None,
    "reason_code": None,
    "reason_text": "",
    "passed_over": [],
    "evidence": None,
    "alignment": None,
    "assessment": None,
    "next_step": None,
}


def actions(referral: ReferralRules, caller: Caller) -> list[Act]:
    """What this caller can do with a referral next."""
    if caller.provider_id is not None:
        return []
    return [act for act in referral.acts if caller.holds(RIGHTS[act])]


def targets(referral: ReferralRules, *, with_words: bool) -> list[schemas.SeenTarget]:
    """What a referral aims at."""
    held: Any = referral
    return [
        schemas.SeenTarget.model_construct(
            kind=each["kind"],
            theme=each.get("theme"),
            words=each.get("words") if with_words else None,
            goal=each.get("goal") if with_words else None,
        )
        for each in held.targets
    ]


def alignment(referral: ReferralRules) -> schemas.SeenAlignment | None:
    """What was agreed on, where something was."""
    if referral.aligned_at is None or referral.alignment is None:
        return None
    return schemas.SeenAlignment.model_validate(
        {"how": referral.align_how, "purpose": "", **referral.alignment}
    )


def answer(referral: ReferralRules, caller: Caller) -> schemas.Referral:
    """A referral as this caller gets it; it was validated on its way in."""
    held: Any = referral
    is_provider = caller.provider_id is not None
    said = {name: getattr(referral, name) for name in _AS_THEY_ARE}
    said |= {
        "status": referral.status,
        "targets": targets(referral, with_words=not is_provider),
        "alignment": alignment(referral),
        "evidence": held.evidence and schemas.Evidence.model_validate(held.evidence),
        "assessment": held.assessment
        and [act_schemas.Assessed.model_validate(each) for each in held.assessment],
        "new_referral_proposed": referral.assessed_at is not None
        and referral.next_step not in STEPS_ON,
        "actions": actions(referral, caller),
    }
    if is_provider:
        said |= _NOT_FOR_PROVIDERS | {"new_referral_proposed": False}
    return schemas.Referral.model_construct(**said)


def done(act: ReferralAct, caller: Caller) -> schemas.DoneAct:
    """One thing that was done; who of the municipality did it is not told to a provider."""
    told = schemas.DoneAct.model_validate(act)
    return told if caller.provider_id is None else told.model_copy(update={"registered_by": ""})
