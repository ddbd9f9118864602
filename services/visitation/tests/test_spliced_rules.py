"""A body put together from two parts is the same however it is packed."""

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st

from visitation.guide.spliced import MAX_HEAD, Rest

patient = settings(deadline=None)  # a busy machine is no failure


@patient
@given(head=st.binary(max_size=300), rest=st.binary(max_size=5_000))
def test_a_gzipped_body_unpacks_to_the_plain_one(head: bytes, rest: bytes) -> None:
    spliced = Rest.of(rest)
    assert (spliced.plain(), spliced.length) == (rest, len(rest))
    assert gzip.decompress(spliced.gzipped_after(head)) == head + rest


def test_the_longest_head_fits() -> None:
    head = bytes(MAX_HEAD)
    assert gzip.decompress(Rest.of(b"rest").gzipped_after(head)) == head + b"rest"


def test_different_rests_are_told_apart() -> None:
    assert Rest.of(b"a").digest != Rest.of(b"b").digest
