"""The whole loop by API alone: choose, order, deliver, ask, measure, and choose again.

    python3 the_loop.py --demo ../.data/demo.json --month ../.data/demonstration/sent/next_month

It plays the jobcenter's system and one provider's, and says each step as it takes it. It needs
httpx and nothing else. Everything that it sends may be sent again: a service that is away for a
minute delays it and changes nothing else. Only the month is new but once: an installation that
has it already measures nothing new. docs/api.md goes the same way with curl.
"""

import argparse
import html
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

SERVICES = ("gateway", "visitation", "contracts", "surveys", "effects")
AWAY = frozenset({429, 502, 503, 504})
PATIENCE_SECONDS = 120.0
PROFILE = {"target_group": "kontanthjaelp", "match_group": "jobparat"}
WEIGHTS = "effect_3m:2,price:1"

Answer = Any


class Refused(Exception):
    """The API said no, in its own words."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        lines = [f"{problem.get('code')}: {problem.get('detail')}"]
        lines += [f"  {each['pointer']}: {each['detail']}" for each in problem.get("errors", ())]
        super().__init__("\n".join(lines))
        self.code = problem.get("code")


@dataclass
class System:
    """One system's access to every service, with a token that it renews at half life."""

    urls: Mapping[str, str]
    client_id: str
    client_secret: str
    http: httpx.Client
    _token: str = ""
    _renew_at: float = 0.0

    def get(self, service: str, path: str, **parameters: object) -> Answer:
        """What a service answers."""
        return self._send("GET", service, path, params=parameters).json()

    def post(self, service: str, path: str, body: object = None, *, key: str) -> Answer:
        """Do something once; the key tells a service that has done it already."""
        return self._send("POST", service, path, json=body, headers={"Idempotency-Key": key}).json()

    def upload(self, service: str, path: str, content: bytes, media_type: str) -> Answer:
        """Send rows or a register."""
        headers = {"Content-Type": media_type}
        return self._send("POST", service, path, content=content, headers=headers).json()

    def _send(self, method: str, service: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Send until there is an answer to keep; what is away or too busy is asked again."""
        headers = request.pop("headers", {})
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = 0.2
        while True:
            answer = None
            try:
                signed = {**headers, "Authorization": f"Bearer {self._valid_token()}"}
                answer = self.http.request(
                    method, self.urls[service] + path, headers=signed, **request
                )
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            if answer is not None and answer.status_code == httpx.codes.UNAUTHORIZED:
                self._renew_at = 0.0
            elif answer is not None and answer.status_code not in AWAY:
                if answer.is_error and answer.json().get("code") != "idempotency_in_progress":
                    raise Refused(answer.json())
                if answer.is_success:
                    return answer
            if time.monotonic() > deadline and answer is not None:
                raise Refused(answer.json())
            after = answer.headers.get("Retry-After") if answer is not None else None
            time.sleep(float(after) if after else pause)
            pause = min(2 * pause, 5.0)

    def _valid_token(self) -> str:
        if time.monotonic() >= self._renew_at:
            answer = self.http.post(
                f"{self.urls['gateway']}/v1/token",
                data={"grant_type": "client_credentials"},
                auth=(self.client_id, self.client_secret),
            )
            if answer.status_code in AWAY:
                raise httpx.ConnectError("the gateway is away")
            answer.raise_for_status()
            granted = answer.json()
            self._token = granted["access_token"]
            self._renew_at = time.monotonic() + granted["expires_in"] / 2
        return self._token


@dataclass
class Loop:
    """One citizen's way through the loop.

    Attributes:
        jobcenter: The jobcenter's system.
        provider: The system of one provider.
        provider_id: Which provider that is.
        run: Names this run: the same name takes up where it stopped.
        say: Where each step is told.
    """

    jobcenter: System
    provider: System
    provider_id: str
    run: str
    say: Callable[[str], None]
    known: dict[str, Any] = field(default_factory=dict)

    def choose(self) -> None:
        """Register the citizen, read the profile, and ask the guide for it."""
        self.say("choose")
        registered = self.jobcenter.upload(
            "visitation",
            "/v1/citizens/identify?register=true",
            json.dumps([{"ref": "new", "cpr": _replacement_number(self.run)}]).encode(),
            "application/json",
        )
        citizen_id = self.known["citizen"] = registered[0]["citizen_id"]
        row = {
            "citizen_id": citizen_id,
            "name": "Borger fra rundturen",
            **PROFILE,
            "on_support_since": str(_today() - timedelta(weeks=30)),
        }
        self.jobcenter.upload(
            "visitation", "/v1/citizens/import", json.dumps([row]).encode(), "application/json"
        )
        profile = self.jobcenter.get(
            "visitation", f"/v1/citizens/{citizen_id}/profile", purpose="visitation"
        )
        asked = ("target_group", "match_group", "age", "weeks_on_support")
        self.known["profile"] = {name: profile[name] for name in asked}
        guide = self.known["guide"] = self.ask_guide()
        own = [
            card for card in guide["ranked"] if card["offer"]["provider"]["id"] == self.provider_id
        ]
        self.known["card"] = next(card for card in own if card["offer"]["intake"] == "continuous")
        self.say(f"  {self.known['card']['reason']}")

    def order(self) -> None:
        """Order the offer with a goal, and say why it was chosen."""
        card = self.known["card"]
        better = [
            other["offer"]["id"]
            for other in self.known["guide"]["ranked"]
            if other["place"] < card["place"]
        ]
        self.say("order")
        begun = _today() - timedelta(days=10)
        referral = self.jobcenter.post(
            "visitation",
            "/v1/referrals",
            {
                "id": f"rundtur-{self.run}",
                "citizen_id": self.known["citizen"],
                "offer_id": card["offer"]["id"],
                "targets": [
                    {
                        "kind": "theme",
                        "theme": card["offer"]["themes"][0]["code"],
                        "goal": "Møder til tiden hver dag i hele forløbet.",
                    }
                ],
                "reason_code": "evidence",
                "evidence": {"place": card["place"], "weights": self.known["guide"]["weights"]},
                "passed_over": better[:50],
                "planned_starts_on": str(begun),
            },
            key=f"create-{self.run}",
        )
        self.known["referral"] = referral["id"]
        # The order was placed ten days ago: this system brings what has happened before.
        self.jobcenter.post(
            "visitation",
            f"/v1/referrals/{referral['id']}/order",
            {"happened_at": _moment(begun)},
            key=f"order-{self.run}",
        )

    def accept(self) -> None:
        """Find the call-off at the provider's, and accept it."""
        self.say("call-off")
        self._until(lambda: self._call_off()["status"] != "")
        if self._call_off()["status"] == "received":
            self._act("accept", {})

    def start(self) -> None:
        """Try to start, which takes an expectation alignment; align, and start."""
        self.say("start")
        begun = str(_today() - timedelta(days=10))
        try:
            self._act("start", {"started_on": begun}, key="early")
        except Refused as refused:
            if refused.code != "expectations_not_aligned":
                raise
            self.say(f"  {refused.code}")
        self.jobcenter.post(
            "visitation",
            f"/v1/referrals/{self.known['referral']}/align",
            {
                "how": "meeting",
                "acknowledged_at": _moment(_today() - timedelta(days=10)),
                "purpose": "At finde et job, der kan holde.",
                "wishes": "Vil gerne arbejde med mennesker.",
                "expected_of_citizen": "Møder hver dag og siger til, når noget ikke går.",
                "expected_of_caseworker": "Ringer efter to uger.",
                "expected_of_provider": "Finder en praktikplads inden fire uger.",
                "complaint_guidance": {"oral": True, "written": True, "version": "2026-01"},
                "workplace_met_on": begun,
            },
            key=f"align-{self.run}",
        )
        self._until(lambda: "start" in self._call_off()["actions"] or self._is_in("started"))
        if not self._is_in("started"):
            self._act("start", {"started_on": begun})
        self._until(lambda: self._referral()["status"] == "started")

    def report(self) -> None:
        """Report a week's attendance, twice: the second time changes nothing."""
        self.say("attendance")
        begun = _today() - timedelta(days=10)
        days = [begun + timedelta(days=number) for number in range(8)]
        rows = [
            {
                "call_off_id": self.known["referral"],
                "day": str(day),
                "planned_hours": 5,
                "attended_hours": 5,
            }
            for day in days
            if day.weekday() < 5  # noqa: PLR2004 - Saturday
        ]
        body = json.dumps(rows).encode()
        path = f"/v1/attendance/batches?batch_id=uge-{self.run}"
        for _ in range(2):
            report = self.provider.upload("contracts", path, body, "application/json")
            self.say(f"  {report['outcome']}: {report['rows']} rækker")

    def finish(self) -> None:
        """End the course, and assess it."""
        self.say("end")
        if not self._is_in("ended"):
            self._act("end", {"ended_on": str(_today() - timedelta(days=1)), "reason": "completed"})
        self._until(lambda: self._referral()["status"] in ("completed", "assessed"))
        self.jobcenter.post(
            "visitation",
            f"/v1/referrals/{self.known['referral']}/assess",
            {"targets": [{"result": "reached"}], "next_step": "job"},
            key=f"assess-{self.run}",
        )

    def answer(self) -> None:
        """Ask the citizen, who answers on the page behind the link."""
        self.say("answer")
        wave = self._wave()
        self._until(lambda: self._invitation(wave["id"]) is not None)
        invitation = self._invitation(wave["id"])
        link = self.jobcenter.post(
            "surveys", f"/v1/invitations/{invitation['id']}/link", key=f"link-{self.run}"
        )
        token = link["url"].rpartition("/")[2]
        address = f"{self.jobcenter.urls['surveys']}/s/{token}"
        page = self._page("GET", address)
        form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        said = {name: html.unescape(value) for name, value in form.items()}
        said |= {"satisfaction": "5", "relevance": "4", "closeness": "4", "do": "send"}
        self._page("POST", f"{address}/svar", said)
        self._until(lambda: (self._invitation(wave["id"]) or {}).get("status") == "answered")

    def measure(self, month: Path) -> None:
        """Send a new month of registers, and wait for the figures that come of it."""
        self.say("measure")
        for register in ("support", "hours", "courses"):
            file = month / f"{register}.csv"
            taken = self.jobcenter.upload(
                "effects", f"/v1/registers/{register}/imports", file.read_bytes(), "text/csv"
            )
            self.say(f"  {register}: {taken['state']}")
        # The courses came last: the release that has them has the others too.
        self._until(lambda: self._newest_release()["registers"]["courses"] >= taken["version"])
        self._until(
            lambda: self.ask_guide()["released_at"] >= self._newest_release()["released_at"]
        )
        self.jobcenter.post("surveys", "/v1/releases", key=f"answers-{self.run}")

    def choose_better(self) -> None:
        """Ask the guide again: its figures are newer, and some are others."""
        self.say("choose better")
        before, now = self.known["guide"], self.ask_guide()
        changed = sum(
            _figures(before).get(offer) != figures for offer, figures in _figures(now).items()
        )
        self.say(f"  {before['released_at']} -> {now['released_at']}: {changed} offers changed")
        if not changed:
            raise SystemExit("the guide has not changed")

    def ask_guide(self) -> Answer:
        """The offers for the citizen's profile."""
        return self.jobcenter.get(
            "visitation", "/v1/guide", **self.known["profile"], weights=WEIGHTS
        )

    def _call_off(self) -> Answer:
        try:
            return self.provider.get("contracts", f"/v1/call-offs/{self.known['referral']}")
        except Refused as refused:
            if refused.code != "call_off_not_found":
                raise
            return {"status": "", "actions": []}

    def _is_in(self, status: str) -> bool:
        return bool(self._call_off()["status"] == status)

    def _act(self, act: str, body: object, *, key: str = "") -> None:
        path = f"/v1/call-offs/{self.known['referral']}/{act}"
        self.provider.post("contracts", path, body, key=f"{act}{key}-{self.run}")

    def _referral(self) -> Answer:
        return self.jobcenter.get("visitation", f"/v1/referrals/{self.known['referral']}")

    def _wave(self) -> Answer:
        """The wave that asks about courses that end now; a new one where there is none."""
        ended = str(_today() - timedelta(days=1))
        for wave in self.jobcenter.get("surveys", "/v1/waves", limit=200)["items"]:
            if wave["courses_from"] <= ended <= wave["courses_to"]:
                return wave
        body = {
            "name": "Afsluttede forløb",
            "confidentiality": "confidential",
            "courses_from": ended,
            "courses_to": str(_today() + timedelta(days=30)),
            "closes_on": str(_today() + timedelta(days=60)),
        }
        return self.jobcenter.post("surveys", "/v1/waves", body, key=f"wave-{self.run}")

    def _invitation(self, wave_id: str) -> Answer:
        cursor: dict[str, str] = {}
        while True:
            path = f"/v1/waves/{wave_id}/invitations"
            found = self.jobcenter.get("surveys", path, limit=200, **cursor)
            for each in found["items"]:
                if each["referral_id"] == self.known["referral"]:
                    return each
            if found["next"] is None:
                return None
            cursor = {"cursor": found["next"]}

    def _newest_release(self) -> Answer:
        return self.jobcenter.get("effects", "/v1/releases", limit=1)["items"][0]

    def _page(self, method: str, address: str, form: Mapping[str, str] | None = None) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self.jobcenter.http.request(method, address, data=form)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status_code not in AWAY or time.monotonic() > deadline:
                    answer.raise_for_status()
                    return answer.text
            time.sleep(0.5)

    def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > deadline:
                raise SystemExit("a service has not heard in time of what another was told")
            time.sleep(0.3)


def _figures(guide: Answer) -> dict[str, Any]:
    cards = [*guide["ranked"], *guide["too_few"]]
    return {
        card["offer"]["id"]: [card["figures"][name]["value"] for name in ("effect_3m", "effect_7m")]
        for card in cards
    }


def _replacement_number(run: str) -> str:
    """A number that is nobody's: its day is 60 too high."""
    return f"6{int(run) % 9 + 1}0190{int(run) % 3000 + 1000:04}"


def _today() -> date:
    return datetime.now(UTC).date()


def _moment(day: date) -> str:
    return f"{day}T08:00:00Z"


def main() -> None:
    """Read where everything is, and go round once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--demo", type=Path, required=True, help="demo.json, or up.json")
    parser.add_argument("--month", type=Path, required=True, help="the next month's registers")
    parser.add_argument("--provider", default="leverandoer-01", help="whose system we also are")
    parser.add_argument("--run", default=f"{int(time.time()) % 10**8}", help="a number of this run")
    told = parser.parse_args()
    demo = json.loads(told.demo.read_text(encoding="utf-8"))
    urls = demo.get("urls") or {name: f"{demo['base_url']}/api/{name}" for name in SERVICES}
    with httpx.Client(timeout=60, trust_env=False) as http:
        jobcenter, provider = (
            System(urls, **demo["clients"][name], http=http) for name in ("jobcenter", "provider")
        )
        loop = Loop(jobcenter, provider, told.provider, told.run, _say)
        loop.choose()
        loop.order()
        loop.accept()
        loop.start()
        loop.report()
        loop.finish()
        loop.answer()
        loop.measure(told.month)
        loop.choose_better()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
