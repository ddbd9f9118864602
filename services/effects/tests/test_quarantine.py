"""An import that looks wrong is kept, and not used before a person has looked at it."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from effects import jobs
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, courses, hours, releases, send, support
from .moving_registers import hours_file, support_file, worked
from .quarantining import (
    HALF,
    NEW,
    REASON,
    compared,
    count,
    course_rows,
    decide,
    history,
    kept,
    used,
)

MINUTES = hours(
    *((who, month, str(float(told) * 4)) for who, month, told in worked("2024-10", "2024-10"))
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings under which imports are compared, as they are by default."""
    return compared(settings)


async def test_the_last_delivery_again_would_change_nothing_but_is_asked_about(
    client: httpx.AsyncClient,
) -> None:
    await history(client)
    whole = support_file("2023-W01", "2024-W40")
    body, found = await kept(client, "support", whole, batch_id="again")
    assert found == {"last_period_again"}
    assert body["findings"][0]["severity"] == "low"
    shorter = support_file("2023-W01", "2024-W36")
    assert (await kept(client, "support", shorter))[1] == {"ends_earlier"}
    stated = {"from_week": "2023-W01", "to_week": "2024-W36", "batch_id": "on-purpose"}
    await used(client, "support", shorter, **stated)


async def test_a_code_list_with_other_classes_waits(client: httpx.AsyncClient) -> None:
    header = CODES.splitlines()[0]
    codes = [f"{number},{{}},,2000-01-01," for number in range(700, 740)]
    first = "\n".join([header, *(code.format("support") for code in codes)])
    await used(client, "codes", first)
    waiting, found = await kept(client, "codes", first.replace("support", "education"))
    assert found == {"classes_changed"}
    decided = await decide(client, waiting, "override")
    assert decided.json()["version"] == 2, decided.text
    await used(client, "codes", first.replace("support", "education").replace("n,,2", "n,SU,2"))


async def test_one_that_is_overridden_is_used_as_if_it_had_looked_right(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    answer = await decide(client, waiting, "override")
    assert answer.status_code == 200, answer.text
    decided = answer.json()
    assert (decided["state"], decided["version"], decided["actions"]) == ("taken", 2, [])
    assert decided["decision"]["act"] == "override"
    assert decided["decision"]["reason"] == REASON["reason"]
    assert decided["findings"] == waiting["findings"]
    assert await count(database, "support_spells", "valid_from_version < 0") == 0
    assert await count(database, "support_spells", "valid_from_version = 2") == HALF.count("\n") - 1

    again = await send(client, "support", HALF)
    assert (again.status_code, again.json()["already"]) == (200, True)
    late = await decide(client, waiting, "discard")
    assert (late.status_code, late.json()["code"]) == (409, "import_decided")


@pytest.mark.parametrize(
    ("register", "content"),
    [("hours", MINUTES), ("courses", courses(course_rows(150)[::2]))],
    ids=["hours", "courses"],
)
async def test_each_register_can_be_overridden(
    client: httpx.AsyncClient, database: Database, register: str, content: str
) -> None:
    await history(client, register)
    waiting, _ = await kept(client, register, content)
    decided = await decide(client, waiting, "override")
    assert decided.json()["version"] == 2, decided.text
    table = {"hours": "employment_hours"}.get(register, register)
    assert await count(database, table, "valid_from_version < 0") == 0
    if register == "hours":
        assert await count(database, table, "valid_from_version = 2") == content.count("\n") - 1


async def test_one_that_is_discarded_is_never_used_and_the_file_is_not_taken_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    assert await count(database, "support_spells", "valid_from_version < 0") > 0
    decided = await decide(client, waiting, "discard")
    again = await decide(client, waiting, "discard")
    assert decided.json() == again.json()
    assert (decided.json()["state"], decided.json()["version"]) == ("discarded", None)
    assert await count(database, "support_spells", "valid_from_version < 0") == 0
    answer = await send(client, "support", HALF)
    assert (answer.status_code, answer.json()["code"]) == (409, "import_discarded")
    _, found = await kept(client, "support", HALF, batch_id="judged-anew")
    assert "fewer_citizens" in found
    assert (await used(client, "support", support(*NEW)))["version"] == 2


async def test_the_same_file_while_it_waits_is_answered_the_same(
    client: httpx.AsyncClient,
) -> None:
    await history(client)
    first, _ = await kept(client, "support", HALF)
    again, _ = await kept(client, "support", HALF)
    assert again == {**first, "already": True}


async def test_a_dry_run_tells_what_would_be_found(client: httpx.AsyncClient) -> None:
    await history(client)
    answer = await send(client, "support", HALF, validate_only=True)
    assert (answer.status_code, answer.json()["would_be_taken"]) == (200, True)
    assert {finding["code"] for finding in answer.json()["findings"]} >= {"cut_off"}
    assert len((await client.get("/v1/registers/support/imports")).json()["items"]) == 1


async def test_one_that_waits_is_judged_anew_when_the_register_has_moved_on(
    client: httpx.AsyncClient,
) -> None:
    await history(client, "support", "hours")
    half, _ = await kept(client, "support", HALF)
    minutes, _ = await kept(client, "hours", MINUTES)
    await used(client, "support", support(*NEW))
    answer = await decide(client, half, "override")
    assert (answer.status_code, answer.json()["code"]) == (409, "superseded")
    assert (await decide(client, minutes, "override", key="two")).status_code == 200


async def test_figures_go_on_from_what_was_before_and_say_that_an_import_waits(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await history(client, "support", "hours", "courses")
    await jobs.release_due(settings, database)
    (first,) = await releases(client)
    assert first["caveats"] == []
    waiting, _ = await kept(client, "support", HALF)
    await jobs.release_due(settings, database)
    assert await releases(client) == [first]

    await used(client, "hours", hours_file("2024-10", "2024-10"))
    await jobs.release_due(settings, database)
    second = (await releases(client))[0]
    assert second["registers"] == {"codes": 1, "support": 1, "hours": 2, "courses": 1}
    assert second["as_of"] == first["as_of"]
    (caveat,) = second["caveats"]
    assert "import af støtte" in caveat

    await decide(client, waiting, "override")
    await jobs.release_due(settings, database)
    third = (await releases(client))[0]
    assert (third["registers"]["support"], third["caveats"]) == (2, [])


async def test_only_those_with_the_right_decide_and_only_in_their_own_municipality(
    app: FastAPI, client: httpx.AsyncClient, signer: Signer
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    async with client_of(app, signer.token(RIGHTS - {"registers.override"})) as sender:
        refused = await decide(sender, waiting, "override")
        assert (refused.status_code, refused.json()["right"]) == (403, "registers.override")
        shown = await sender.get(f"/v1/registers/support/imports/{waiting['id']}")
        assert (shown.json()["state"], shown.json()["actions"]) == ("quarantined", [])
    async with client_of(app, signer.token(RIGHTS, municipality="0101")) as other:
        assert (await decide(other, waiting, "override")).status_code == 404
    misplaced = await decide(client, {**waiting, "register": "hours"}, "discard", key="misplaced")
    assert misplaced.json()["code"] == "import_not_found"
    personal = await client.post(
        f"/v1/registers/support/imports/{waiting['id']}/discard",
        json={"reason": "Borger 010190-1234 mangler"},
        headers={"Idempotency-Key": "personal"},
    )
    assert personal.json()["errors"][0]["code"] == "cpr_in_text"
    assert "010190" not in personal.text


async def test_what_was_decided_is_in_the_audit_log(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    await decide(client, waiting, "override")
    async with database.transaction("0999") as session:
        acts = (
            await session.scalars(
                text("SELECT act FROM audit_log WHERE :id = ANY(subjects) ORDER BY id"),
                {"id": waiting["id"]},
            )
        ).all()
    assert acts == ["registers.import", "registers.override"]
