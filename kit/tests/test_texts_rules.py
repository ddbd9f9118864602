"""Texts, amounts and Danish dates as they are taken in and shown."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from kit import local_time, wording
from kit.texts import Amount, Codes, CodeText, Id, Ids, Line, Prose, Whole


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Id, "0101601234", "cpr_in_text"),
        (Id, "a-010160-1234", "cpr_in_text"),
        (Id, "..", "only_dots"),
        (Id, "a/b", "string_pattern_mismatch"),
        (Id, "a\n", "string_pattern_mismatch"),
        (Id, "x" * 65, "string_pattern_mismatch"),
        (Ids, ["a", "a"], "repeated"),
        (Ids, [str(each) for each in range(51)], "too_long"),
        (Codes, ["x", "y", "x"], "repeated"),
        (CodeText, "Kontanthjælp", "string_pattern_mismatch"),
        (Line, " ", "string_too_short"),
        (Line, "a\x00b", "control_character"),
        (Line, "ring til 010160 1234", "cpr_in_text"),
        (Line, "x" * 201, "string_too_long"),
        (Amount, "-0.01", "greater_than_equal"),
        (Amount, "1.005", "decimal_max_places"),
        (Amount, "123456789.00", "decimal_whole_digits"),
        (Whole, "1", "int_type"),
        (Whole, True, "int_type"),
    ],
)
def test_what_must_not_be_kept_is_refused_by_name(kind: type, value: object, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert [each["type"] for each in caught.value.errors()] == [code]


def test_what_is_told_of_a_form_says_which() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(CodeText).validate_python("Kontanthjælp")
    (mistake,) = caught.value.errors()
    told = wording.in_danish(mistake["type"], mistake["ctx"])
    assert told == "Skal passe til mønstret ^[a-z0-9_]{1,40}$."


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Id, "vejen-til-job_2.0~x", "vejen-til-job_2.0~x"),
        (Id, "0197f3a0-1e5b-8c3d-9abc-f01019012345", "0197f3a0-1e5b-8c3d-9abc-f01019012345"),
        (Id, "0197f3a0-1e5b-8c3d-9abc-fa0101601234", "0197f3a0-1e5b-8c3d-9abc-fa0101601234"),
        (Line, " Ærlig vej \n", "Ærlig vej"),
        (Prose, None, ""),
        (Prose, "a\r\nb\rc\t", "a\nb\nc"),
        (Amount, "-0.00", "0.00"),
        (Amount, 1234.5, "1234.50"),
    ],
)
def test_what_may_be_kept_is_kept_in_one_form(kind: type, value: object, kept: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(value), mode="json") == kept


def test_the_day_is_the_one_that_it_is_in_denmark() -> None:
    at = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert local_time.local_date(at) == date(2026, 7, 1)
    assert local_time.written_moment(at) == "01.07.2026 kl. 00.30"
    assert local_time.written_date(date(2026, 11, 2)) == "02.11.2026"
