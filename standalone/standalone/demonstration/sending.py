"""Sends the demonstration municipality's files through the public API, in the order of a year.

Everything here can be sent again: an import that says what is there changes nothing.
"""

import datetime as dt
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.progress import Progress, TaskID

from standalone.demonstration.citizens import TWIN
from standalone.demonstration.municipality import Municipality
from standalone.demonstration.public_api import Answer, PublicApi, Refused
from standalone.demonstration.splitting import (
    week_before,
    whole_month,
    write_courses,
    write_hours,
    write_support,
)
from standalone.demonstration.waiting import (
    ASK_EVERY_SECONDS,
    HEARD_WITHIN_SECONDS,
    NotHeard,
    wait_until,
)
from standalone.demonstration.weeks import parse_week

NDJSON = "application/x-ndjson"
CSV = "text/csv"
VISITATION, CONTRACTS = "/api/visitation/v1", "/api/contracts/v1"
SURVEYS, EFFECTS = "/api/surveys/v1", "/api/effects/v1"
WEEKS_LATER = 4
"""How many weeks of registers come as the last month's, after the rest has been released."""
_IDENTIFIED_AT_ONCE = 20_000
_ROWS_AT_ONCE = 10_000
_IS_THERE = ("_exists", "_merged", "waves_overlap")


@dataclass
class Sending:
    """One municipality on its way in.

    Attributes:
        api: The jobcenter's system.
        files: What is sent.
        folder: Where files lie as they are sent.
        as_of: The last week of the registers.
        progress: Where it is shown.
    """

    api: PublicApi
    files: Municipality
    folder: Path
    as_of: str
    progress: Progress
    ids: dict[str, str] = field(default_factory=dict)

    def send(self) -> None:
        """Send everything.

        Raises:
            Refused: The API refused something; it says what in Danish.
            Unreachable: The installation does not answer.
            NotHeard: A service does not hear of what another was told.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        earlier = week_before(self.as_of, WEEKS_LATER)
        self._import("leverandører", f"{CONTRACTS}/providers/import", self.files.providers)
        self._import("aftaler", f"{CONTRACTS}/agreements/import", self.files.agreements)
        self._send_offers()
        self._send_citizens()
        self._upload("koder", f"{EFFECTS}/registers/codes/imports", self.files.codes, CSV)
        self._send_registers("de første år", after="", until=earlier)
        self._wait_for_release(1)
        self._open_wave()
        self._send_cases()
        self._send_attendance()
        for label, path, file in (
            ("tilsyn", f"{CONTRACTS}/inspections/import", self.files.inspections),
            ("klager", f"{CONTRACTS}/complaints/import", self.files.complaints),
            ("svar", f"{SURVEYS}/answers/import", self.files.answers),
        ):
            self._import(label, path, file)
        self._send_registers("seneste måned", after=earlier, until=self.as_of)
        self._merge_twin()
        self._release_answers()
        self._wait_for_release(2)
        self._lay_next_month_ready()

    def _send_offers(self) -> None:
        """Each offer is published before it is closed, as it was: referrals were made to it.

        Where this was sent before they are there, and some are closed, which stays so.
        """
        rows = _rows(self.files.offers)
        as_begun = [
            row | {"status": "published"} if row["status"] == "closed" else row for row in rows
        ]
        path = f"{VISITATION}/offers/import"
        try:
            self._import_rows("tilbud", path, self.files.offers.name, as_begun)
        except Refused as refused:
            if not refused.rows or not all(map(_is_of_a_status, refused.rows)):
                raise
        self._import_rows("lukkede tilbud", path, self.files.offers.name, rows)

    def _send_citizens(self) -> None:
        rows = _rows(self.files.citizens)
        own = [row.pop("citizen_id") for row in rows]
        path, written = f"{VISITATION}/citizens/import", self._written("citizens.ndjson", rows)
        try:
            self._upload("borgere", path, written)
        except Refused as refused:
            # Where this was sent before, two of them have become one.
            if not refused.rows or not all(map(_is_of_somebody_merged, refused.rows)):
                raise
            self._upload("borgere", f"{path}?on_error=skip_rows", written)
        task = self.progress.add_task("Slår borgeres id'er op", total=len(rows), note="")
        for first in range(0, len(rows), _IDENTIFIED_AT_ONCE):
            part = slice(first, first + _IDENTIFIED_AT_ONCE)
            # Answered in their order: an id of the files may look like a number, and is not sent.
            asked = [{"cpr": row["cpr"]} for row in rows[part]]
            found = self.api.post_rows(f"{VISITATION}/citizens/identify", asked)
            self.ids |= {
                citizen: each["citizen_id"] for citizen, each in zip(own[part], found, strict=True)
            }
            self.progress.update(task, completed=len(self.ids))

    def _send_registers(self, label: str, *, after: str, until: str) -> None:
        registers = f"{EFFECTS}/registers"
        support = write_support(
            self.files.support, self.folder / "support.csv", self.ids, after=after, until=until
        )
        hours = write_hours(
            self.files.hours,
            self.folder / "hours.csv",
            self.ids,
            after=whole_month(after) if after else "",
            last=whole_month(until),
        )
        courses = write_courses(
            self.files.courses, self.folder / "courses.csv", self.ids, until=until
        )
        self._upload_register(f"ydelser, {label}", f"{registers}/support/imports", support)
        self._upload_register(f"løntimer, {label}", f"{registers}/hours/imports", hours)
        self._upload_register(f"forløb, {label}", f"{registers}/courses/imports", courses)

    def _upload_register(self, label: str, path: str, file: Path) -> None:
        """Send a register; one that was sent before, and followed by newer, stays as it is."""
        try:
            self._upload(label, path, file, CSV)
        except Refused as refused:
            if refused.code != "superseded":
                raise

    def _lay_next_month_ready(self) -> None:
        """Write the files that are not sent, for whoever wants to go on by a month."""
        source, target = self.files.next_month, self.folder / self.files.next_month.name
        target.mkdir(exist_ok=True)
        ever = "9999-W01"
        write_support(source / "support.csv", target / "support.csv", self.ids, until=ever)
        write_hours(source / "hours.csv", target / "hours.csv", self.ids, last=ever)
        write_courses(source / "courses.csv", target / "courses.csv", self.ids, until="2999-W01")

    def _open_wave(self) -> None:
        """Ask everybody whose course ends from the last week on."""
        first = parse_week(self.as_of)
        body = {
            "name": "Afsluttede forløb",
            "confidentiality": "confidential",
            "courses_from": first.isoformat(),
            "courses_to": (first + dt.timedelta(days=120)).isoformat(),
            "closes_on": (first + dt.timedelta(days=150)).isoformat(),
        }
        self._post_once(f"{SURVEYS}/waves", body)

    def _send_cases(self) -> None:
        for cohort in _rows(self.files.cohorts):
            offer = cohort.pop("offer_id")
            self._post_once(f"{VISITATION}/offers/{offer}/cohorts", cohort)
        referrals = self._identified(self.files.referrals)
        ordered = [row for row in referrals if "ordered_at" in row]
        self._upload(
            "henvisninger",
            f"{VISITATION}/referrals/import",
            self._written("referrals.ndjson", ordered),
        )
        task = self.progress.add_task("Leverandørerne hører om dem", total=len(ordered), note="")
        wait_until(partial(self._are_heard, task, len(ordered)), "Bestillingerne mangler endnu.")
        for draft in (row for row in referrals if "ordered_at" not in row):
            self._post_once(f"{VISITATION}/referrals", draft)
        self._upload(
            "bestillinger",
            f"{CONTRACTS}/call-offs/import",
            self._written("call_offs.ndjson", self._identified(self.files.call_offs)),
        )

    def _send_attendance(self) -> None:
        batches = sorted(self.files.attendance.glob("*.csv"))
        task = self.progress.add_task("Indlæser fremmøde", total=len(batches), note="")
        for number, batch in enumerate(batches, 1):
            reported_on = batch.stem.partition("_")[0]
            self.api.upload(
                f"{CONTRACTS}/attendance/batches?batch_id={batch.stem}"
                f"&happened_at={reported_on}T16:00:00Z",
                batch,
                CSV,
                sent=lambda _: None,
            )
            self.progress.update(task, completed=number)

    def _merge_twin(self) -> None:
        for twin in [each for each in self.ids if each.endswith(TWIN)]:
            kept = self.ids[twin.removesuffix(TWIN)]
            if kept == self.ids[twin]:  # merged when this was sent before
                continue
            self._post_once(f"{VISITATION}/citizens/{self.ids[twin]}/merge", {"into": kept})

    def _release_answers(self) -> None:
        self.api.post(f"{SURVEYS}/releases", None, key=f"demonstration-{self.as_of}")

    def _import(self, label: str, path: str, file: Path) -> None:
        """Send rows as they stand; again while a service has not heard of what they name."""
        rows = self._identified(file)
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            more = f" fra række {first + 1}" if first else ""
            part = rows[first : first + _ROWS_AT_ONCE]
            self._import_rows(label + more, path, f"{first}-{file.name}", part)

    def _import_rows(self, label: str, path: str, name: str, rows: list[Answer]) -> None:
        sent = self._written(name, rows)
        deadline = time.monotonic() + HEARD_WITHIN_SECONDS
        while True:
            try:
                self._upload(label, path, sent)
            except Refused as refused:
                if not _is_not_heard_yet(refused):
                    raise
                if time.monotonic() > deadline:
                    raise NotHeard(
                        f"{refused.detail} Kører arbejdsprocesserne? Se loggen."
                    ) from refused
                time.sleep(ASK_EVERY_SECONDS)
            else:
                return

    def _upload(self, label: str, path: str, file: Path, media_type: str = NDJSON) -> None:
        title = f"Indlæser {label}"
        size = file.stat().st_size
        task = next((each.id for each in self.progress.tasks if each.description == title), None)
        if task is None:
            # One more than is sent: the step is done when the service has answered.
            task = self.progress.add_task(title, total=size + 1, note="")
        sent = partial(self._show_sent, task, size)
        report = self.api.upload(path, file, media_type, sent=sent)
        self.progress.update(task, completed=size + 1, note=_accepted(report))

    def _show_sent(self, task: TaskID, size: int, so_far: int) -> None:
        self.progress.update(task, completed=so_far, note="gemmes …" if so_far >= size else "")

    def _post_once(self, path: str, body: Answer) -> None:
        """Create something, unless it is there already: then that is what we want."""
        key = f"demonstration-{path.rpartition('/v1/')[2]}-{body.get('id', '')}"
        try:
            self.api.post(path, body, key=key.replace("/", "-"))
        except Refused as refused:
            if not refused.code.endswith(_IS_THERE):
                raise

    def _wait_for_release(self, count: int) -> None:
        task = self.progress.add_task("Effekter måles og frigives", total=None, note="")
        wait_until(partial(self._are_released, count), "Effekterne er ikke frigivet endnu.")
        self.progress.update(task, total=1, completed=1)

    def _are_heard(self, task: TaskID, count: int) -> bool:
        found = self.api.get(f"{CONTRACTS}/call-offs", {"limit": "1", "count": "exact"})["count"]
        self.progress.update(task, completed=found)
        return int(found) >= count

    def _are_released(self, count: int) -> bool:
        return len(self.api.get(f"{EFFECTS}/releases", {"limit": str(count)})["items"]) >= count

    def _identified(self, file: Path) -> list[Answer]:
        """The rows of a file with visitation's ids of the citizens."""
        rows = _rows(file)
        for row in rows:
            if "citizen_id" in row:
                row["citizen_id"] = self.ids[row["citizen_id"]]
        return rows

    def _written(self, name: str, rows: Iterable[Answer]) -> Path:
        path = self.folder / name
        path.write_text("".join(map(_line, rows)), encoding="utf-8")
        return path


def _is_not_heard_yet(refused: Refused) -> bool:
    return any(str(row.get("code", "")).endswith("_unknown") for row in refused.rows)


def _is_of_a_status(row: Answer) -> bool:
    return str(row.get("pointer", "")).endswith("/status")


def _is_of_somebody_merged(row: Answer) -> bool:
    return row.get("code") == "repeated_id"


def _rows(file: Path) -> list[Answer]:
    return list(_read(file))


def _read(file: Path) -> Iterator[Answer]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _line(row: Answer) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _accepted(report: Answer) -> str:
    for name in ("accepted", "rows", "imported"):
        if isinstance(report.get(name), int):
            return f"{report[name]:,} rækker".replace(",", ".")
    return "modtaget"
