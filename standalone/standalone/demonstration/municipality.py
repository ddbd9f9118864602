"""What the demonstration municipality is called, and which files tell of it."""

from dataclasses import dataclass
from pathlib import Path

MUNICIPALITY = "0999"
MUNICIPALITY_NAME = "Eksempel Kommune"
SEED = 2
"""Of its random numbers, unless another is asked for."""


@dataclass(frozen=True)
class Municipality:
    """The files of one municipality, and apart from them what is true in it.

    ``attendance`` is a folder with one file a provider and week, and ``next_month`` one with the
    support, hours and courses that are not known yet.
    """

    codes: Path
    support: Path
    hours: Path
    courses: Path
    offers: Path
    truth: Path
    citizens: Path
    providers: Path
    agreements: Path
    cohorts: Path
    referrals: Path
    call_offs: Path
    attendance: Path
    inspections: Path
    complaints: Path
    answers: Path
    next_month: Path

    @classmethod
    def at(cls, folder: Path) -> "Municipality":
        """Where the files lie in a folder."""
        return cls(
            codes=folder / "codes.csv",
            support=folder / "support.csv",
            hours=folder / "hours.csv",
            courses=folder / "courses.csv",
            offers=folder / "offers.ndjson",
            truth=folder / "truth" / "truth.json",
            citizens=folder / "citizens.ndjson",
            providers=folder / "providers.ndjson",
            agreements=folder / "agreements.ndjson",
            cohorts=folder / "cohorts.ndjson",
            referrals=folder / "referrals.ndjson",
            call_offs=folder / "call_offs.ndjson",
            attendance=folder / "attendance",
            inspections=folder / "inspections.ndjson",
            complaints=folder / "complaints.ndjson",
            answers=folder / "answers.ndjson",
            next_month=folder / "next_month",
        )
