"""The keys to citizens' numbers: what they make, and what they refuse."""

import json
import uuid
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import cpr
from kit.settings import load
from visitation.citizens import keys, numbers
from visitation.citizens.keys import CitizenKeys, KeyFileUnusable, NumberUnreadable, Sealed
from visitation.settings import Settings

KEYS = keys.parse(keys.generate())


def test_an_id_is_a_uuid_of_version_8_that_is_always_the_same() -> None:
    made = KEYS.id_of("0999", "6101701234")
    assert uuid.UUID(made).version == 8
    assert uuid.UUID(made).variant == uuid.RFC_4122
    assert made == KEYS.id_of("0999", "6101701234")
    assert made != KEYS.id_of("0101", "6101701234")
    assert made != KEYS.id_of("0999", "6101701235")
    assert made != keys.parse(keys.generate()).id_of("0999", "6101701234")


def test_no_id_looks_like_a_number() -> None:
    ids = [KEYS.id_of("0999", f"{n:010}") for n in range(20_000)]
    assert not any(map(cpr.contains, ids))
    assert len(set(ids)) == len(ids)


def test_a_key_file_that_is_rotated_reads_what_was_sealed_before() -> None:
    told = json.loads(keys.generate())
    sealed = keys.parse(json.dumps(told)).seal("0999", "a", "6101701234")
    newer = json.loads(keys.generate())["encryption_keys"]
    rotated = keys.parse(json.dumps(told | {"encryption_keys": newer + told["encryption_keys"]}))
    assert rotated.open("0999", "a", sealed) == "6101701234"
    assert rotated.seal("0999", "a", "6101701234").key_name == newer[0]["name"]
    assert rotated.id_of("0999", "6101701234") == keys.parse(json.dumps(told)).id_of(
        "0999", "6101701234"
    )


@pytest.mark.parametrize(
    ("municipality", "citizen_id"), [("0101", "a"), ("0999", "b"), ("099", "9:a")]
)
def test_a_number_opens_for_its_own_row_alone(municipality: str, citizen_id: str) -> None:
    sealed = KEYS.seal("0999", "a", "6101701234")
    assert KEYS.open("0999", "a", sealed) == "6101701234"
    with pytest.raises(NumberUnreadable):
        KEYS.open(municipality, citizen_id, sealed)


@given(st.binary(max_size=60))
def test_what_was_not_sealed_does_not_open(content: bytes) -> None:
    for name in (KEYS.current, "another"):
        with pytest.raises(NumberUnreadable):
            KEYS.open("0999", "a", Sealed(name, content))


def test_the_same_number_is_never_sealed_alike() -> None:
    assert len({KEYS.seal("0999", "a", "6101701234").content for _ in range(50)}) == 50


def test_keys_are_not_written_out_by_accident() -> None:
    told = json.loads(keys.generate())
    shown = repr(keys.parse(json.dumps(told)))
    assert told["id_key"] not in shown
    assert shown.startswith(f"{CitizenKeys.__name__}(current=")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{}",
        '{"id_key": "AAAA", "encryption_keys": []}',
        '{"id_key": 1, "encryption_keys": [{"name": "a", "key": "AAAA"}]}',
        keys.generate().replace('"name": "', '"name": "../'),
        keys.generate().replace('"encryption_keys"', '"keys"'),
    ],
)
def test_a_file_that_holds_no_keys_is_refused(document: str) -> None:
    with pytest.raises(KeyFileUnusable):
        keys.parse(document)


@pytest.mark.parametrize("fault", ["missing", "open", "foreign"])
def test_a_service_without_its_keys_ends_with_one_line(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cpr_keys"
    if fault != "missing":
        path.touch(mode=0o600)
        path.write_text(keys.generate() if fault == "open" else '{"keys": []}', encoding="ascii")
        path.chmod(0o644 if fault == "open" else 0o600)
    for name in ("GATEWAY", "EFFECTS", "CONTRACTS", "SURVEYS"):
        monkeypatch.setenv(f"PEJLING_VISITATION_{name}_URL", "http://nowhere.invalid")
    monkeypatch.setenv("PEJLING_VISITATION_DATABASE_URL", "postgresql://a:b-c-d@nowhere.invalid/x")
    monkeypatch.setenv("PEJLING_VISITATION_CPR_KEY_FILE", str(path))
    with pytest.raises(SystemExit) as end:
        load(Settings)
    assert end.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("PEJLING_VISITATION_CPR_KEY_FILE: ")


@pytest.mark.parametrize(
    ("written", "born_on", "is_replacement"),
    [
        # The seventh digit and the year say the century (cpr.dk, "Opbygning af CPR-nummeret").
        ("010136-4000", date(2036, 1, 1), False),
        ("010137-4000", date(1937, 1, 1), False),
        ("010157-5000", date(2057, 1, 1), False),
        ("010158-5000", date(1858, 1, 1), False),
        ("010136-9000", date(2036, 1, 1), False),
        ("010137-9000", date(1937, 1, 1), False),
        ("290200-4000", date(2000, 2, 29), False),
        ("0101993000", date(1999, 1, 1), False),
        ("610199 3000", date(1999, 1, 1), True),
        (" 910199-3000 ", date(1999, 1, 31), True),
    ],
)
def test_a_number_says_when_somebody_was_born(
    written: str, born_on: date, is_replacement: bool
) -> None:
    number = numbers.parse(written)
    assert (number.born_on, number.is_replacement) == (born_on, is_replacement)


@pytest.mark.parametrize(
    "written",
    [
        *("", "010199", "0101993000x", "01-01-99-3000", "010199--3000", "010199–3000"),
        *("310299-3000", "290200-0000", "000199-3000", "320199-3000", "600199-3000"),
        *("920199-3000", "011399-3000", "١١٠١٩٩٣٠٠٠", "010199\n3000"),
    ],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(numbers.NotANumber):
        numbers.parse(written)


@given(st.text(max_size=20))
def test_anything_is_a_number_or_none(written: str) -> None:
    try:
        digits = numbers.parse(written).digits
    except numbers.NotANumber:
        return
    assert len(digits) == 10
    assert digits.isdigit()


def test_a_number_is_not_written_out_by_accident() -> None:
    assert "6101701234" not in repr(numbers.parse("610170-1234"))
