"""The compiled reader of import rows gives pydantic's columns, or leaves the row to pydantic."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.bulk.rows import Row
from visitation.offers import fast_rows, judging

from .factories import row

TEXT = st.one_of(
    st.sampled_from(
        ["", " ", "Vejen til job", " x ", "x\n", "\t", "a\tb", "010190-1234", "\x00", "\x85x"]
    ),
    st.sampled_from(['":', "é", "x" * 201, "x" * 5_001, "\r\n", "6101901234"]),
    st.text(max_size=8),
)
ID = st.one_of(st.sampled_from(["a", "..", "0101901234", "a/b", "x" * 65, "a\n", "-"]), TEXT)
LIST = st.lists(
    st.one_of(st.sampled_from(["a", "da", "job_search", "A", "x" * 41]), ID), max_size=3
)
NUMBER = st.one_of(
    st.sampled_from(["25", "25.0", "25.05", "0", "0.0", "168", "168.1", "169", "1e1", "-1", ""]),
    st.sampled_from(["٣", "25.0\n", " 25", "+5", "12345678.90", "123456789.00", "NaN"]),
    st.integers(-2, 600),
    st.floats(-1, 200),
    st.booleans(),
    st.none(),
)
PRICE = st.fixed_dictionaries(
    {"amount": NUMBER, "per": st.sampled_from(["week", "day"])},
    optional={"x": st.none()},
)
PLACE = st.fixed_dictionaries(
    {"address": TEXT, "postal_code": st.sampled_from(["0999", "999", "0999\n"]), "city": TEXT},
    optional={"p_number": st.sampled_from(["0101901234", "1", None])},
)
ANY = st.one_of(TEXT, ID, LIST, NUMBER, PRICE, PLACE, st.lists(LIST, max_size=2))
OWN = {
    "id": ID,
    "status": st.sampled_from(["draft", "closed", "open", None]),
    "name": TEXT,
    "description": st.one_of(TEXT, st.none()),
    "kind": st.one_of(ID, st.none()),
    "hours_per_week": NUMBER,
    "duration_weeks": NUMBER,
    "capacity": NUMBER,
    "price": st.one_of(PRICE, st.none()),
    "place": st.one_of(PLACE, st.none()),
    "accessible": st.one_of(st.booleans(), st.none(), st.just("true")),
    "intake": st.sampled_from(["continuous", "never", None]),
    "languages": LIST,
    "package_of": LIST,
    "predecessors": st.one_of(LIST, st.none()),
    "target_groups": LIST,
}
CHANGES = st.one_of(
    *(st.fixed_dictionaries({name: own}) for name, own in OWN.items()),
    *(st.fixed_dictionaries({name: ANY}) for name in (*OWN, "prerequisites", "provider_id", "new")),
)


def whole(value: dict[str, Any]) -> tuple[Row, Row]:
    written = json.dumps(value, ensure_ascii=False)
    return Row(0, 1, written=written), Row(0, 1, json.loads(written))


@settings(max_examples=400, deadline=None)
@given(CHANGES, CHANGES, st.booleans())
def test_the_fast_way_and_pydantic_come_to_the_same(
    one: dict[str, Any], other: dict[str, Any], is_lacking: bool
) -> None:
    value = row("a") | one | other
    if is_lacking:
        del value["capacity"], value["themes"], value["prerequisites"]
    fast, slow = whole(value)
    assert judging.judged(fast) == judging.judged(slow)


def test_an_ordinary_row_goes_the_fast_way_with_the_same_columns() -> None:
    value = row("a", package_of=["b"], predecessors=["c"])
    fast, slow = whole(value)
    assert fast_rows.decode(fast.written or "") is not None
    assert judging.judged(fast) == judging.judged(slow)


def test_a_key_that_stands_twice_is_left_to_the_slow_way_and_refused_there() -> None:
    for written in (
        '{"id": "a", "name": "x", "name": "y"}',
        '{"id": "a", "name": "x", "price": {"amount": "1", "amount": "2", "per": "week"}}',
        '{"id": "a", "name": "x", "n\\u0061me": "y"}',
    ):
        assert fast_rows.decode(written) is None
        (mistake,) = judging.judged(Row(0, 1, written=written))  # type: ignore[misc]
        assert mistake.code == "json_duplicate_key"
