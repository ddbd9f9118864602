"""What is wrong with a file, in words that the person who made the file can act on.

No mistake ever repeats a value that could be a CPR number: a value is shown only where it has a
few digits, and never from a column of ids.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_LISTED = 100
"""Mistakes listed of one file; the count is of all of them."""


@dataclass(frozen=True)
class Mistake:
    """One thing to correct in a file.

    Attributes:
        file: the file's name.
        row: number of the data row, from 1; None where the whole file is meant.
        line: line of a CSV file, where row 1 is usually line 2; None for Parquet.
        column: the column; None where the whole row is meant.
        code: stable English code for programs.
        reason: what is wrong, a Danish sentence.
        remedy: what to do about it, a Danish sentence.
    """

    file: str
    row: int | None
    line: int | None
    column: str | None
    code: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"række {self.row}")
        elif self.line is not None:
            where.append(f"linje {self.line}")
        if self.row is not None and self.line is not None:
            where[-1] += f" (linje {self.line})"
        if self.column is not None:
            where.append(self.column)
        return f"{', '.join(where)}: {self.reason} {self.remedy}"


_TEXTS: dict[str, tuple[str, str]] = {
    "file_not_found": ("Filen findes ikke.", "Kontrollér stien."),
    "file_not_readable": ("Filen må ikke læses.", "Kontrollér rettighederne til den."),
    "unknown_format": (
        "Filens format kan ikke ses af navnet.",
        "Giv filen endelsen .csv eller .parquet.",
    ),
    "empty_file": (
        "Filen er tom.",
        "Første linje skal være kolonnenavne; en fil uden rækker har kun den linje.",
    ),
    "broken_file": (
        "Filen kan ikke læses: den er beskadiget, afkortet eller af et andet format.",
        "Dan filen igen, og overfør den hel.",
    ),
    "not_utf8": ("Linjen er ikke UTF-8.", "Gem filen som UTF-8."),
    "too_few_values": (
        "Rækken har for få værdier; filen kan være afkortet.",
        "Dan filen igen, og overfør den hel; hver række skal have en værdi pr. kolonne.",
    ),
    "too_many_values": (
        "Rækken har for mange værdier.",
        "Sæt anførselstegn om tekst, der rummer komma.",
    ),
    "broken_quotes": (
        "Et anførselstegn bliver ikke lukket, eller teksten går videre efter det.",
        "Dan filen igen, og overfør den hel; et anførselstegn i en tekst skrives dobbelt.",
    ),
    "mixed_line_ends": (
        "Filens linjer slutter på to måder, som når to filer er sat sammen.",
        "Gem filen igen med ens linjeskift.",
    ),
    "line_too_long": ("Linjen er længere end 2 MB.", "Kontrollér filens linjeskift."),
    "missing_column": ("Kolonnen {column} mangler.", "Filen skal have kolonnerne {columns}.{hint}"),
    "duplicate_column": ("To kolonner har samme navn.", "Giv hver kolonne sit eget navn."),
    "reserved_column": (
        "Kolonnen {column} har et navn, som programmet selv bruger.",
        "Giv kolonnen et andet navn, eller fjern den.",
    ),
    "cpr_column": (
        "Kolonnen {column} er efter sit navn personnumre.",
        "Fjern kolonnen. Numre gøres til id'er med »pejling visitation identify«.",
    ),
    "cpr_value": (
        "Værdien ligner et personnummer og vises derfor ikke.",
        "Erstat personnumre med id'er, fx med »pejling visitation identify«.",
    ),
    "cpr_header": (
        "Et kolonnenavn ligner et personnummer og vises derfor ikke.",
        "Første linje skal være kolonnenavne; erstat personnumre med id'er.",
    ),
    "too_many_columns": (
        "Filen har mere end 200 kolonner.",
        "Send kun de kolonner, som registret bruger.",
    ),
    "missing_value": ("Værdien mangler.", "Udfyld feltet, eller fjern rækken."),
    "bad_text": ("Teksten rummer et nultegn.", "Fjern tegnet."),
    "too_long": (
        "Teksten er længere end 200 tegn.",
        "Afkort den; kontrollér, at kolonnerne ikke er forskudt.",
    ),
    "bad_date": (
        "{value} er ikke en dato i kalenderen fra 1900 til 2199.",
        "Skriv datoen som ÅÅÅÅ-MM-DD, fx 2024-02-29.",
    ),
    "bad_week": (
        "{value} er ikke en ISO-uge{weeks}.",
        "Skriv ugen som ÅÅÅÅ-Wuu, fx 2024-W07.",
    ),
    "bad_month": ("{value} er ikke en måned.", "Skriv måneden som ÅÅÅÅ-MM, fx 2024-07."),
    "bad_number": ("{value} er ikke et tal.", "Skriv tallet med punktum som decimaltegn."),
    "negative_number": ("Tallet {value} er negativt.", "Skriv et tal på mindst 0."),
    "too_many_hours": (
        "{value} er flere timer, end en måned har (744).",
        "Skriv månedens timer med punktum som decimaltegn, fx 148.5.",
    ),
    "future_week": (
        "{value} ligger mere end et år ude i fremtiden.",
        "Ret ugen; uger, som ingen kender endnu, ville tælle som selvforsørgelse.",
    ),
    "future_month": (
        "{value} ligger mere end et år ude i fremtiden.",
        "Ret måneden.",
    ),
    "bad_year": ("{value} er ikke et årstal.", "Skriv årstallet med fire cifre, fx 1987."),
    "bad_boolean": ("{value} er hverken ja eller nej.", "Skriv true eller false."),
    "unknown_class": (
        "{value} er ikke en klasse.",
        "Klassen er en af support, subsidised_work, education, retired, dead og abroad.",
    ),
    "end_before_start": (
        "Forløbet slutter {value}, før det begynder.",
        "Ret ends_on eller starts_on.",
    ),
    "birth_after_start": (
        "Fødselsåret {value} ligger efter det år, hvor forløbet begynder.",
        "Ret birth_year eller starts_on.",
    ),
    "from_after_to": (
        "from_week ligger efter to_week, {value}.",
        "Ret from_week eller to_week; begge uger er med i perioden.",
    ),
    "valid_to_before_valid_from": (
        "valid_to {value} ligger før valid_from.",
        "Ret valid_from eller valid_to; begge dage er med.",
    ),
    "duplicate_course": (
        "course_id står også i række {other}.",
        "Giv hvert forløb sit eget id, eller fjern gentagelsen.",
    ),
    "overlapping_spells": (
        "Perioden overlapper borgerens periode i række {other}.",
        "En borger har højst én kode i en uge; ret eller fjern den ene periode.",
    ),
    "overlapping_validity": (
        "Kodens gyldighed overlapper den i række {other}.",
        "En kode har én klasse ad gangen; ret valid_from eller valid_to.",
    ),
    "unknown_code": (
        "Koden {value} findes ikke i kodelisten{times}.",
        "Tilføj koden til kodelisten, eller ret den.",
    ),
    "code_not_valid": (
        "Koden {value} er ikke gyldig i alle ugerne fra {from_week} til {to_week}.",
        "Ret koden, perioden eller kodens valid_from og valid_to i kodelisten.",
    ),
}

CODES = tuple(_TEXTS)
"""Every code that a mistake can have."""


def describe(code: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Reason and remedy of a mistake, in Danish, with its facts put in."""
    reason, remedy = _TEXTS[code]
    return reason.format_map(facts), remedy.format_map(facts)


_MOST_DIGITS = 8  # an ISO date has eight; a CPR number has ten
_MOST_LETTERS = 24


def shown(value: str | None) -> str:
    """A value as a mistake may repeat it: short, and with too few digits for a CPR number."""
    if value is None or value == "":
        return "Værdien"
    digits = len(re.findall(r"\d", value))
    if digits > _MOST_DIGITS or len(value) > _MOST_LETTERS or not value.isprintable():
        return "Værdien (ikke vist)"
    return f"»{value}«"


@dataclass(frozen=True)
class Reading:
    """What came of reading a file.

    Attributes:
        table: the typed table that was left in the connection; None when the file was refused.
        rows: rows in that table.
        refused: rows of the file that are not in the table (all of them when it was refused);
            None where a refused file's rows could not be counted.
        mistakes: the first `MOST_LISTED` mistakes, in order of row.
        mistake_count: all mistakes.
    """

    table: str | None
    rows: int
    refused: int | None
    mistakes: tuple[Mistake, ...]
    mistake_count: int

    @property
    def accepted(self) -> bool:
        """Whether a table was left, of the whole file or of its good rows."""
        return self.table is not None
