"""CPR numbers, cursors, figures, limits, logs and settings, each by its own rule."""

import json
import logging
from decimal import Decimal
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from kit import cpr, limits, logs, pages, tracing
from kit.figure import Figure, left_out_count, wilson

CPR_SHAPED = [
    "0101601234",
    "010160-1234",
    "6101601234",
    "290200-1234",
    "se 311299-4321.",
    "010160 1234",
    "01.01.60-1234",
    "0101 60 1234",
    "010160–1234",
    "01/01/60 - 1234",
    "010160\u20111234",  # a hyphen that does not break, as word processors write it
    "010160\u00ad\u200b1234",  # a soft hyphen and a space without width
    "٠١٠١٦٠1234",
]
NOT_CPR = [
    "9901601234",
    "0113601234",
    "12345678",
    "00101601234",
    "1234567890123",
    "2026-11-22",
    "310299-1234",
]


@pytest.mark.parametrize("text", CPR_SHAPED)
def test_a_cpr_number_is_recognised_and_redacted(text: str) -> None:
    assert cpr.contains(text)
    assert not cpr.contains(cpr.redact(text))
    assert "1234" not in cpr.redact(text)


@pytest.mark.parametrize("text", NOT_CPR)
def test_what_is_no_cpr_number_is_left_alone(text: str) -> None:
    assert not cpr.contains(text)
    assert cpr.redact(text) == text


def test_no_log_line_holds_a_cpr_number(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logs.configure()
        structlog.get_logger("x").warning(
            "seen 010160-1234", who=["0101601234", {"0101601234": 101601234}], number=1101601234
        )
        logging.getLogger("uvicorn.error").error("bad %s", "010160-1234")
        lines = capsys.readouterr().err.strip().splitlines()
    finally:
        structlog.configure(**before)
        root.handlers[:], root.level = handlers, level
    assert len(lines) == 2
    for line in lines:
        assert json.loads(line)["trace_id"]
        assert "1601234" not in line
        assert "160-1234" not in line


def test_a_trace_id_never_looks_like_a_persons_number() -> None:
    asked = b"00-" + b"a" * 11 + b"0101601234" + b"b" * 11 + b"-" + b"1" * 16 + b"-01"
    assert "0101601234" not in tracing.enter({"headers": [(b"traceparent", asked)]})
    kept = b"00-" + b"ab" * 16 + b"-" + b"1" * 16 + b"-01"
    assert tracing.enter({"headers": [(b"traceparent", kept)]}) == "ab" * 16
    assert not any(cpr.contains(tracing.enter({"headers": []})) for _ in range(5_000))


KEYS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
        st.integers(-(2**30), 2**30),
    ),
    min_size=1,
    max_size=4,
)


@given(KEYS)
def test_a_cursor_gives_back_its_key(key: list[Any]) -> None:
    assert pages.decode(pages.encode(tuple(key)), *(type(part) for part in key)) == tuple(key)


@given(st.text())
def test_a_cursor_that_we_did_not_give_is_refused(text: str) -> None:
    try:
        key = pages.decode(text, str, int)
    except pages.CursorInvalid:
        return
    assert isinstance(key[0], str)
    assert isinstance(key[1], int)


def test_a_cursor_past_what_a_list_counts_to_is_refused() -> None:
    with pytest.raises(pages.CursorInvalid):
        pages.decode(pages.encode((10**20,)), int)


def test_a_page_is_cut_behind_its_last_row() -> None:
    rows, cursor = pages.cut([1, 2, 3], 2, lambda row: (row,))
    assert rows == [1, 2]
    assert cursor is not None
    assert pages.decode(cursor, int) == (2,)
    assert pages.cut([1, 2], 2, lambda row: (row,)) == ([1, 2], None)


@pytest.mark.parametrize(
    ("numerator", "n", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (Wilson score).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_is_the_published_one(
    numerator: int, n: int, low: float, high: float
) -> None:
    interval = wilson(numerator, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_its_share_and_stays_inside(case: tuple[int, int]) -> None:
    numerator, n = case
    interval = wilson(numerator, n)
    assert 0 <= interval.low <= numerator / n <= interval.high <= 1


@pytest.mark.parametrize(("numerator", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_there_is_no_share_of_nothing(numerator: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(numerator, n)


def test_money_travels_as_a_string_and_shares_as_numbers() -> None:
    price = Figure(indicator="price", value=Decimal("1234.5"), unit="DKK", sentence="…")
    share = Figure(indicator="effect_3m", value=0.5, unit="share", n=10, sentence="…")
    assert json.loads(price.model_dump_json())["value"] == "1234.50"
    assert json.loads(share.model_dump_json())["value"] == 0.5
    assert Figure.model_validate_json(price.model_dump_json()).value == Decimal("1234.50")
    assert Figure.model_validate_json(share.model_dump_json()).value == 0.5


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, "færre end 5"), (4, "færre end 5"), (5, 5)]
)
def test_few_people_left_out_are_not_counted_aloud(count: int, shown: int | str) -> None:
    assert left_out_count(count, 5) == shown


@pytest.mark.parametrize(
    ("body", "deep"),
    [(b"[" * 40 + b"]" * 40, 40), (b'{"a": "' + b"[" * 99 + b'"}', 1), (b"[]" * 40, 1)],
)
def test_depth_is_counted_outside_of_texts(body: bytes, deep: int) -> None:
    assert limits.depth(body) == deep
