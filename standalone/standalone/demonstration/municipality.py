"""What the demonstration municipality is called, and which files tell of it."""

from dataclasses import dataclass
from pathlib import Path

MUNICIPALITY = "0999"
MUNICIPALITY_NAME = "Eksempel Kommune"


@dataclass(frozen=True)
class Municipality:
    """The files of one municipality, and apart from them what is true in it."""

    codes: Path
    support: Path
    hours: Path
    courses: Path
    offers: Path
    truth: Path

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
        )
