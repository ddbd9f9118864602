"""What is hidden cannot be had by subtracting what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from effects.releases.hiding import hidden_offers

Column = dict[str, frozenset[str]]

COLUMNS: st.SearchStrategy[Column] = st.dictionaries(
    st.sampled_from([f"offer-{number}" for number in range(8)]),
    st.frozensets(st.sampled_from([f"citizen-{number}" for number in range(14)]), max_size=12),
    min_size=1,
)
LIMITS = st.integers(min_value=1, max_value=6)


def hidden_of(column: Column, limit: int) -> frozenset[str]:
    citizens = {offer: len(members) for offer, members in column.items()}
    small = {offer: members for offer, members in column.items() if 0 < len(members) < limit}
    return hidden_offers(citizens, small, limit)


@given(column=COLUMNS, limit=LIMITS)
def test_nothing_below_the_limit_is_shown(column: Column, limit: int) -> None:
    hidden = hidden_of(column, limit)
    assert all(len(column[offer]) >= limit for offer in column.keys() - hidden)


@given(column=COLUMNS, limit=LIMITS)
def test_an_attacker_who_subtracts_is_left_with_no_small_group(column: Column, limit: int) -> None:
    hidden = hidden_of(column, limit)
    if hidden == column.keys():
        return  # nobody is shown, so nobody learns the total either
    people = [column[offer] for offer in hidden if column[offer]]
    left_over = frozenset[str]().union(*people)
    assert not people or (len(people) >= 2 and len(left_over) >= limit)


@given(column=COLUMNS, limit=LIMITS)
def test_no_more_is_hidden_than_it_takes(column: Column, limit: int) -> None:
    extra = [offer for offer in hidden_of(column, limit) if len(column[offer]) >= limit]
    assert len(extra) <= 1
    if extra:
        shown = column.keys() - hidden_of(column, limit)
        assert all(len(column[offer]) >= len(column[extra[0]]) for offer in shown)


def test_a_column_without_small_offers_is_shown_whole() -> None:
    assert hidden_offers({"a": 5, "b": 9}, {}, 5) == frozenset()


def test_one_small_offer_takes_the_smallest_other_with_it() -> None:
    citizens = {"a": 3, "b": 9, "c": 7}
    assert hidden_offers(citizens, {"a": {"1", "2", "3"}}, 5) == {"a", "c"}


def test_two_small_offers_of_different_people_protect_each_other() -> None:
    members = {"a": {"1", "2", "3"}, "b": {"4", "5"}}
    assert hidden_offers({"a": 3, "b": 2, "c": 7}, members, 5) == {"a", "b"}


def test_two_small_offers_of_the_same_people_do_not() -> None:
    members = {"a": {"1", "2", "3"}, "b": {"1", "2", "3"}}
    assert hidden_offers({"a": 3, "b": 3, "c": 7}, members, 5) == {"a", "b", "c"}


def test_an_offer_without_people_protects_nobody() -> None:
    citizens = {"a": 3, "b": 0, "c": 7, "d": 8}
    assert hidden_offers(citizens, {"a": {"1", "2", "3"}}, 5) == {"a", "b", "c"}


def test_the_whole_column_is_hidden_where_nothing_else_helps() -> None:
    assert hidden_offers({"a": 3}, {"a": {"1", "2", "3"}}, 5) == {"a"}
