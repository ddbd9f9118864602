"""What the operations of effects need in order to succeed."""

from .known import Known, Make
from .running import Running

CSV = {"Content-Type": "text/csv; charset=utf-8"}
CODES = "code,class,label_da,valid_from,valid_to\n111,support,Dagpenge,2000-01-01,\n"
SUPPORT = "citizen_id,from_week,to_week,code\na,2023-W01,2024-W10,111\nb,2023-W01,2024-W52,111\n"
HOURS = "citizen_id,month,hours\na,2024-04,120.5\n"
COURSES = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,"
    "starts_on,ends_on,birth_year,price_dkk,business_oriented\n"
)
COURSE = (
    "{id},{citizen},{offer},{provider},dagpenge,jobparat,{municipality},2024-01-08,2024-03-31,1980,"
    "1000.00,false\n"
)


def _offer(running: Running) -> str:
    return "offer-1" if running.own_provider is None else f"offer-of-{running.own_provider}"


def _course(running: Running, citizen: str) -> str:
    return COURSE.format(
        id=running.fresh("course"),
        citizen=citizen,
        offer=_offer(running),
        provider=running.provider_id,
        municipality=running.municipality,
    )


def _courses(running: Running) -> bytes:
    rows = (_course(running, who) for who in "ab")
    return (COURSES + "".join(rows)).encode()


async def _send(running: Running, register: str, content: bytes) -> str:
    path = f"/v1/registers/{register}/imports?batch_id={running.fresh('batch')}"
    taken = await running.do("POST", path, content=content, headers=CSV)
    import_id: str = taken.json()["id"]
    return import_id


async def _registers(running: Running, courses: bytes | None = None) -> None:
    """The courses anew, and what they are held against, which is the same every time, once."""
    for register, content in (("codes", CODES), ("support", SUPPORT), ("hours", HOURS)):
        if (running.municipality, register) not in running.there_for_good:
            await _send(running, register, content.encode())
            running.there_for_good.add((running.municipality, register))
    await _send(running, "courses", courses or _courses(running))


async def _figures(running: Running) -> None:
    """Figures of the offer, released unless they are already."""
    there = await running.client.get("/v1/figures", params={"offer_id": _offer(running)})
    if not there.json()["items"]:
        await _registers(running)
        await running.do("POST", "/v1/releases")


async def sent_file(running: Running) -> Known:
    await _registers(running)
    return Known(path={"register": "courses"}, headers=CSV, content=_courses(running))


async def taken_files(running: Running) -> Known:
    await _send(running, "codes", CODES.encode())
    return Known(path={"register": "codes"})


async def taken_file(running: Running) -> Known:
    import_id = await _send(running, "codes", CODES.encode())
    return Known(path={"register": "codes", "import_id": import_id})


async def waiting_file(running: Running) -> Known:
    citizens = (running.fresh("borger") for _ in range(20))
    zeros = "citizen_id,month,hours\n" + "".join(f"{who},2024-05,0\n" for who in citizens)
    return Known(
        path={"register": "hours", "import_id": await _send(running, "hours", zeros.encode())},
        headers=running.once(),
        json={"reason": "Ingen havde timer i måneden"},
    )


async def new_release(running: Running) -> Known:
    await _registers(running)
    return Known(headers=running.once())


async def released_figures(running: Running) -> Known:
    await _figures(running)
    return Known(query={"offer_id": _offer(running)})


async def sums_of_a_figure(running: Running) -> Known:
    await _figures(running)
    query = {"offer_id": _offer(running), "target_group": "dagpenge", "definition": "effect_3m"}
    return Known(query=query)


async def figure_found_wrong(running: Running) -> Known:
    rows = "".join(_course(running, f"c{number}") for number in range(12))
    await _registers(running, (COURSES + rows).encode())
    await running.do("POST", "/v1/releases")
    wish = {"indicator": "business_oriented_share", "reason_code": "other"}
    wish |= {"offer_id": _offer(running), "target_group": "dagpenge"}
    return Known(headers=running.once(), json=wish)


MAKES: dict[str, Make] = {
    "import_register": sent_file,
    "list_register_imports": taken_files,
    "get_register_import": taken_file,
    "override_register_import": waiting_file,
    "discard_register_import": waiting_file,
    "release_figures": new_release,
    "list_figures": released_figures,
    "get_figure_sums": sums_of_a_figure,
    "withdraw_figure": figure_found_wrong,
}
