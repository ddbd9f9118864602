"""Answers that are typed in: by telephone, on paper, and of former times."""

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from kit.testing.signing import Signer

from .conftest import RIGHTS, Take
from .factories import NDJSON, answer_by, day, ended, links_of, ndjson, new_wave, row

IMPORT = "/v1/answers/import"


async def invitation_of(client: httpx.AsyncClient, take: Take, **changed: object) -> str:
    made = await new_wave(client, **changed)
    await take(ended("a"))
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    found: str = listed.json()["items"][0]["id"]
    return found


def by_telephone(invitation_id: str, **changed: object) -> dict[str, object]:
    told = row(channel="telephone", invitation_id=invitation_id) | changed
    return {
        name: value
        for name, value in told.items()
        if name not in ("offer_id", "target_group", "answered_on")
    }


async def count(database: Database) -> int:
    async with database.transaction("0999") as session:
        return await session.scalar(text("SELECT count(*) FROM answers")) or 0


async def test_a_batch_is_taken_once_and_says_what_became_of_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    body = ndjson(row(), row(), row())
    for outcome in ("taken", "repeated"):
        answer = await client.post(f"{IMPORT}?batch_id=b1", content=body, headers=NDJSON)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["outcome"], answer.json()["created"]) == (outcome, 3)
    assert await count(database) == 3
    other = await client.post(f"{IMPORT}?batch_id=b1", content=ndjson(row()), headers=NDJSON)
    assert (other.status_code, other.json()["code"]) == (409, "batch_id_reused")


async def test_an_answer_sent_again_changes_nothing_or_corrects(client: httpx.AsyncClient) -> None:
    same = row()
    fates = []
    for each in (same, same, same | {"satisfaction": 1}):
        report = (await client.post(IMPORT, content=ndjson(each), headers=NDJSON)).json()
        fates.append((report["created"], report["unchanged"], report["revised"]))
    assert fates == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


async def test_csv_with_semicolons_is_read(client: httpx.AsyncClient) -> None:
    lines = (
        "id;channel;offer_id;target_group;answered_on;satisfaction;closeness;comment",
        f"s1;history;tilbud-1;dagpenge;{day(-30)};5;4;Godt",
        f"s2;paper;tilbud-1;dagpenge;{day(-30)};;2;",
    )
    answer = await client.post(
        IMPORT, content="\n".join(lines), headers={"Content-Type": "text/csv"}
    )
    assert (answer.status_code, answer.json()["created"]) == (200, 2), answer.text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"satisfaction": 6}, "less_than_equal"),
        ({"satisfaction": "5"}, "int_type"),
        ({"offer_id": None}, "subject_missing"),
        ({"answered_on": day(2)}, "in_the_future"),
        ({"satisfaction": None, "relevance": None, "closeness": None}, "no_answer"),
        ({"invitation_id": "i"}, "subject_twice"),
        ({"comment": "Om 010190-1111"}, "cpr_in_text"),
        ({"id": "0101901111"}, "cpr_in_text"),
        ({"cpr": "010190-1111"}, "extra_forbidden"),
    ],
)
async def test_a_row_that_cannot_be_is_named_and_nothing_is_taken(
    client: httpx.AsyncClient, database: Database, changed: dict[str, object], code: str
) -> None:
    body = ndjson(row(), row(**changed))
    answer = await client.post(IMPORT, content=body, headers=NDJSON)
    assert answer.status_code == 422
    report = answer.json()["report"]
    assert [(error["row"], error["code"]) for error in report["errors"]] == [(2, code)]
    assert "010190" not in answer.text
    assert await count(database) == 0
    skipped = await client.post(f"{IMPORT}?on_error=skip_rows", content=body, headers=NDJSON)
    assert (skipped.json()["created"], skipped.json()["refused"]) == (1, 1)


async def test_an_interviewer_answers_for_an_invitation_once_and_the_link_is_used(
    client: httpx.AsyncClient, take: Take, signer: Signer, database: Database
) -> None:
    invitation_id = await invitation_of(client, take)
    wave = (await client.get("/v1/waves")).json()["items"][0]
    (path,) = (await links_of(client, wave["id"])).values()
    rights = ["surveys.read", "surveys.answer"]
    interviewer = {"Authorization": f"Bearer {signer.token(rights, sub='i', kind='staff')}"}
    body = ndjson(by_telephone(invitation_id))
    answer = await client.post(IMPORT, content=body, headers=NDJSON | interviewer)
    assert (answer.status_code, answer.json()["created"]) == (200, 1), answer.text
    assert (await client.get(path)).status_code == 410
    twice = await client.post(IMPORT, content=ndjson(by_telephone(invitation_id)), headers=NDJSON)
    assert twice.json()["report"]["errors"][0]["code"] == "answered_already"
    async with database.transaction("0999") as session:
        kept = (await session.execute(text("SELECT * FROM answers"))).mappings().one()
    assert (kept["citizen_id"], kept["offer_id"]) == ("borger-a", "tilbud-1")


async def test_what_happened_before_takes_a_right_of_its_own(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    token = signer.token(RIGHTS - {"history.import"}, sub="interviewer")
    answer = await client.post(
        IMPORT, content=ndjson(row()), headers=NDJSON | {"Authorization": f"Bearer {token}"}
    )
    assert answer.json()["report"]["errors"][0]["code"] == "right_missing"


async def test_answers_of_an_anonymous_wave_cannot_be_typed_in_for_a_citizen(
    client: httpx.AsyncClient, take: Take
) -> None:
    invitation_id = await invitation_of(client, take, confidentiality="anonymous")
    answer = await client.post(IMPORT, content=ndjson(by_telephone(invitation_id)), headers=NDJSON)
    assert answer.json()["report"]["errors"][0]["code"] == "wave_anonymous"


async def test_an_answer_by_link_cannot_be_overwritten(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    invitation_id = await invitation_of(client, take)
    wave = (await client.get("/v1/waves")).json()["items"][0]
    (path,) = (await links_of(client, wave["id"])).values()
    await answer_by(client, path)
    async with database.transaction("0999") as session:
        answer_id = await session.scalar(text("SELECT id FROM answers"))
    for told in (row(id=answer_id), by_telephone(invitation_id, id=answer_id)):
        refused = await client.post(IMPORT, content=ndjson(told), headers=NDJSON)
        assert refused.json()["report"]["errors"][0]["code"] == "id_taken"


async def test_an_invitation_of_another_municipality_is_not_there(
    client: httpx.AsyncClient, take: Take, other: dict[str, str]
) -> None:
    invitation_id = await invitation_of(client, take)
    body = ndjson(by_telephone(invitation_id))
    answer = await client.post(IMPORT, content=body, headers=NDJSON | other)
    assert answer.json()["report"]["errors"][0]["code"] == "invitation_not_found"


async def test_validating_alone_takes_nothing(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    invitation_id = await invitation_of(client, take)
    body = ndjson(by_telephone(invitation_id), row())
    answer = await client.post(f"{IMPORT}?validate_only=true", content=body, headers=NDJSON)
    assert (answer.json()["outcome"], answer.json()["created"]) == ("validated", 2)
    assert await count(database) == 0
    assert (await client.post(IMPORT, content=body, headers=NDJSON)).json()["created"] == 2
