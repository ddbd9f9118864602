"""What the operations of visitation need in order to succeed."""

import json
from datetime import UTC, datetime, timedelta

from ..houses import OFFER  # noqa: TID252 - test folders are no packages
from .known import ANY_VERSION, Known, Make
from .running import Running

NDJSON = {"Content-Type": "application/x-ndjson"}
CONTENT = {name: value for name, value in OFFER.items() if name not in ("id", "status")}
ACTS_BEFORE = {
    "confirm_offer": ("publish",),
    "publish_offer": (),
    "pause_offer": ("publish",),
    "resume_offer": ("publish", "pause"),
    "close_offer": ("publish",),
}


def _content(running: Running, **changed: object) -> dict[str, object]:
    return CONTENT | {"provider_id": running.provider_id} | changed


async def _offer(running: Running, *acts: str) -> str:
    made = await running.do("POST", "/v1/offers", json=_content(running))
    offer_id: str = made.json()["id"]
    for act in acts:
        await running.do("POST", f"/v1/offers/{offer_id}/{act}")
    return offer_id


async def new_offer(running: Running) -> Known:
    return Known(headers=running.once(), json=_content(running))


async def offer(running: Running) -> Known:
    return Known(path={"offer_id": await _offer(running, "publish")})


async def revised_offer(running: Running) -> Known:
    offer_id = await _offer(running, "publish")
    content = _content(running, name=running.fresh("Jobklub"))
    return Known(path={"offer_id": offer_id}, headers=ANY_VERSION, json=content)


async def linked_offer(running: Running) -> Known:
    offer_id, earlier = await _offer(running), await _offer(running)
    return Known(path={"offer_id": offer_id}, headers=ANY_VERSION, json={"offer_ids": [earlier]})


async def unlinked_offer(running: Running) -> Known:
    known = await linked_offer(running)
    path = f"/v1/offers/{known.path['offer_id']}/predecessors"
    await running.do("PUT", path, json=known.json, headers=ANY_VERSION)
    return Known(path=known.path, headers=ANY_VERSION)


async def copied_offer(running: Running) -> Known:
    known = await offer(running)
    return Known(path=known.path, headers=running.once(), json={"name": running.fresh("Kopi")})


async def version(running: Running) -> Known:
    return Known(path={**(await offer(running)).path, "number": "1"})


async def versions(running: Running) -> Known:
    known = await revised_offer(running)
    path = f"/v1/offers/{known.path['offer_id']}"
    await running.do("PUT", path, json=known.json, headers=ANY_VERSION)
    return Known(path={**known.path, "number": "1", "other": "2"})


def acting(*before: str) -> Make:
    """An offer in the state in which an act on it is possible."""

    async def make(running: Running) -> Known:
        return Known(path={"offer_id": await _offer(running, *before)}, headers=running.once())

    return make


async def imported(running: Running) -> Known:
    parts = [await _offer(running, "publish") for _ in range(2)]
    row = OFFER | _content(running, id=running.fresh("pakke"), package_of=parts)
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


async def exported(running: Running) -> Known:
    await _offer(running, "publish")
    return Known(query={"format": "csv", "for": "people"})


def _template(running: Running) -> dict[str, object]:
    return {"name": running.fresh("Skabelon"), "content": {"kind": "guidance"}}


async def new_template(running: Running) -> Known:
    return Known(headers=running.once(), json=_template(running))


async def template(running: Running) -> Known:
    made = await running.do("POST", "/v1/offer-templates", json=_template(running))
    return Known(path={"template_id": made.json()["id"]}, headers=ANY_VERSION)


async def revised_template(running: Running) -> Known:
    known = await template(running)
    return Known(path=known.path, headers=ANY_VERSION, json=_template(running))


async def profile(running: Running) -> Known:
    await _offer(running, "publish")
    return Known(query={"target_group": "dagpenge", "weights": "effect_3m:2,price:1"})


async def quality(running: Running) -> Known:
    await _offer(running, "publish")
    return Known(query={"target_group": "dagpenge"})


async def likeness(_running: Running) -> Known:
    return Known(query={"target_group": "dagpenge", "match_group": "jobparat", "age": "30"})


async def compared(running: Running) -> Known:
    offers = (await _offer(running, "publish"), await _offer(running, "publish"))
    return Known(query={"target_group": "dagpenge", "offer_id": offers})


async def code_list(_running: Running) -> Known:
    return Known(path={"name": "target_groups"})


def _person(running: Running) -> dict[str, object]:
    """A numbered person with a replacement number, which nobody has."""
    number = next(running.numbers)
    day, serial = divmod(number, 9_000)
    written = f"{61 + day}0170{1000 + serial:04}"
    return {"cpr": written, "name": f"Borger {number:05}", "target_group": "dagpenge"}


async def _citizen(running: Running) -> str:
    made = await running.do("POST", "/v1/citizens", json=_person(running))
    citizen_id: str = made.json()["id"]
    return citizen_id


async def new_citizen(running: Running) -> Known:
    return Known(headers=running.once(), json=_person(running))


async def citizen(running: Running) -> Known:
    return Known(path={"citizen_id": await _citizen(running)}, query={"purpose": "visitation"})


async def citizens(running: Running) -> Known:
    await _citizen(running)
    return Known(query={"purpose": "visitation"})


async def searched_citizen(running: Running) -> Known:
    return Known(json={"id": await _citizen(running), "purpose": "visitation"})


async def revised_citizen(running: Running) -> Known:
    path = {"citizen_id": await _citizen(running)}
    return Known(path=path, headers=ANY_VERSION, json={"name": "Borger", "team": "Team 1"})


async def shown_citizen(running: Running) -> Known:
    path = {"citizen_id": await _citizen(running)}
    return Known(path=path, json={"purpose": "visitation"})


async def merged_citizen(running: Running) -> Known:
    path, kept = {"citizen_id": await _citizen(running)}, await _citizen(running)
    return Known(path=path, headers=running.once(), json={"into": kept})


async def erased_citizen(running: Running) -> Known:
    citizen_id = await _citizen(running)
    said = {"reason": "retention_period", "confirm": citizen_id}
    return Known(path={"citizen_id": citizen_id}, headers=running.once(), json=said)


async def identified_citizens(running: Running) -> Known:
    row = {"cpr": _person(running)["cpr"], "ref": running.fresh("sag")}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


async def imported_citizens(running: Running) -> Known:
    return Known(headers=NDJSON, content=json.dumps(_person(running)).encode() + b"\n")


def _starts_on() -> str:
    return (datetime.now(UTC) + timedelta(days=14)).date().isoformat()


async def _intake(running: Running) -> str:
    made = await running.do("POST", "/v1/offers", json=_content(running, intake="cohorts"))
    offer_id: str = made.json()["id"]
    await running.do("POST", f"/v1/offers/{offer_id}/publish")
    return offer_id


async def new_cohort(running: Running) -> Known:
    path = {"offer_id": await _intake(running)}
    said = {"starts_on": _starts_on(), "seats": 3}
    return Known(path=path, headers=running.once(), json=said)


async def cohort(running: Running) -> Known:
    known = await new_cohort(running)
    path = f"/v1/offers/{known.path['offer_id']}/cohorts"
    made = await running.do("POST", path, json=known.json)
    return Known(path={**known.path, "cohort_id": made.json()["id"]})


async def revised_cohort(running: Running) -> Known:
    known = await cohort(running)
    said = {"starts_on": _starts_on(), "seats": 4}
    return Known(path=known.path, headers=ANY_VERSION, json=said)


async def cancelled_cohort(running: Running) -> Known:
    known = await cohort(running)
    return Known(path=known.path, headers=running.once(), json={"reason": "too_few"})


async def referral_content(running: Running, **changed: object) -> dict[str, object]:
    return {
        "citizen_id": await _citizen(running),
        "offer_id": await _offer(running, "publish"),
        "targets": [{"kind": "theme", "theme": "job_search", "goal": "Søger to job om ugen."}],
        "reason_code": "evidence",
        "planned_starts_on": _starts_on(),
        **changed,
    }


async def new_referral(running: Running) -> Known:
    return Known(headers=running.once(), json=await referral_content(running))


async def referral(running: Running) -> Known:
    made = await running.do("POST", "/v1/referrals", json=await referral_content(running))
    return Known(path={"referral_id": made.json()["id"]}, headers=running.once())


async def revised_referral(running: Running) -> Known:
    said = await referral_content(running)
    made = await running.do("POST", "/v1/referrals", json=said)
    path = {"referral_id": made.json()["id"]}
    return Known(path=path, headers=ANY_VERSION, json=said | {"reason_code": "distance"})


async def aligned_referral(running: Running) -> Known:
    guidance = {"oral": True, "written": True, "version": "2026-01"}
    said = {"how": "phone", "purpose": "Finde arbejde.", "complaint_guidance": guidance}
    known = await referral(running)
    return Known(path=known.path, headers=running.once(), json=said)


async def approved_referral(running: Running) -> Known:
    content = _content(running, kind="wage_subsidy_public", duration_weeks=20)
    made = await running.do("POST", "/v1/offers", json=content)
    offer_id = made.json()["id"]
    await running.do("POST", f"/v1/offers/{offer_id}/publish")
    said = await referral_content(running, offer_id=offer_id)
    path = {"referral_id": (await running.do("POST", "/v1/referrals", json=said)).json()["id"]}
    rights = running.caller.rights - {"referrals.approve"}
    token = running.signer.token(rights, municipality=running.municipality)
    bearer = {"Authorization": f"Bearer {token}"}
    await running.do("POST", f"/v1/referrals/{path['referral_id']}/order", headers=bearer)
    return Known(path=path, headers=running.once())


async def aborted_referral(running: Running) -> Known:
    known = await referral(running)
    return Known(path=known.path, headers=running.once(), json={"reason": "job"})


async def _history(running: Running) -> dict[str, object]:
    return {
        "id": running.fresh("forloeb"),
        "citizen_id": await _citizen(running),
        "offer_id": await _offer(running, "publish"),
        "status": "completed",
        "ordered_at": "2024-01-08T10:00:00Z",
        "started_on": "2024-01-22",
        "ended_on": "2024-03-15",
        "targets": [{"kind": "theme", "theme": "job_search"}],
    }


async def imported_referrals(running: Running) -> Known:
    row = json.dumps(await _history(running)).encode()
    return Known(headers=NDJSON, content=row + b"\n")


async def assessed_referral(running: Running) -> Known:
    row = await _history(running)
    body = json.dumps(row).encode() + b"\n"
    await running.do("POST", "/v1/referrals/import", content=body, headers=NDJSON)
    said = {"targets": [{"result": "reached"}], "next_step": "job"}
    path = {"referral_id": str(row["id"])}
    return Known(path=path, headers=running.once(), json=said)


async def referrals(running: Running) -> Known:
    await referral(running)
    return Known()


async def participants(running: Running) -> Known:
    known = await referral(running)
    referral_id = known.path["referral_id"]
    await running.do("POST", f"/v1/referrals/{referral_id}/order")
    return Known(json={"referral_ids": [referral_id]})


async def chosen(_running: Running) -> Known:
    return Known(headers=ANY_VERSION, json={"max_targets": 3})


MAKES: dict[str, Make] = {
    "list_cohorts": cohort,
    "create_cohort": new_cohort,
    "get_cohort": cohort,
    "replace_cohort": revised_cohort,
    "cancel_cohort": cancelled_cohort,
    "create_referral": new_referral,
    "list_referrals": referrals,
    "export_referrals": referrals,
    "import_referrals": imported_referrals,
    "get_referral": referral,
    "get_referral_history": referral,
    "replace_referral": revised_referral,
    "align_referral": aligned_referral,
    "order_referral": referral,
    "approve_referral": approved_referral,
    "abort_referral": aborted_referral,
    "assess_referral": assessed_referral,
    "list_participants": participants,
    "replace_referral_choices": chosen,
    "register_citizen": new_citizen,
    "list_citizens": citizens,
    "search_citizens": searched_citizen,
    "get_citizen": citizen,
    "replace_citizen": revised_citizen,
    "get_citizen_profile": citizen,
    "show_citizen_number": shown_citizen,
    "merge_citizen": merged_citizen,
    "erase_citizen": erased_citizen,
    "identify_citizens": identified_citizens,
    "import_citizens": imported_citizens,
    "get_quality_overview": quality,
    "export_quality_overview": quality,
    "get_guide": profile,
    "compare_offers": compared,
    "get_comparable_citizens": likeness,
    "get_code_list": code_list,
    "get_crosswalk": code_list,
    "create_offer_template": new_template,
    "get_offer_template": template,
    "replace_offer_template": revised_template,
    "delete_offer_template": template,
    "create_offer": new_offer,
    "export_offers": exported,
    "import_offers": imported,
    "list_offer_versions": offer,
    "get_offer_version": version,
    "compare_offer_versions": versions,
    "get_offer": offer,
    "replace_offer": revised_offer,
    "replace_offer_predecessors": linked_offer,
    "delete_offer_predecessors": unlinked_offer,
    "get_offer_completeness": offer,
    "copy_offer": copied_offer,
    **{name: acting(*before) for name, before in ACTS_BEFORE.items()},
}
