"""What the operations of visitation need in order to succeed."""

import json

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


async def _offer(running: Running, *acts: str) -> str:
    made = await running.do("POST", "/v1/offers", json=CONTENT)
    offer_id: str = made.json()["id"]
    for act in acts:
        await running.do("POST", f"/v1/offers/{offer_id}/{act}")
    return offer_id


async def new_offer(running: Running) -> Known:
    return Known(headers=running.once(), json=CONTENT)


async def offer(running: Running) -> Known:
    return Known(path={"offer_id": await _offer(running, "publish")})


async def revised_offer(running: Running) -> Known:
    offer_id = await _offer(running, "publish")
    content = CONTENT | {"name": running.fresh("Jobklub")}
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
    row = OFFER | {"id": running.fresh("pakke"), "package_of": parts}
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


async def code_list(_running: Running) -> Known:
    return Known(path={"name": "target_groups"})


MAKES: dict[str, Make] = {
    "get_guide": profile,
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
