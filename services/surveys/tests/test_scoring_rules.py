"""What counts as satisfied: the composite's rule, on questionnaires with several items."""

import pytest

from surveys.answers import scoring
from surveys.instruments.library import Instrument, newest


def with_items(count: int) -> Instrument:
    library = newest("tilbuddet")
    (item,) = [each for each in library.items if each.measures == "satisfaction"]
    items = tuple(item.model_copy(update={"name": f"s{at}"}) for at in range(count))
    return library.model_copy(update={"items": items})


@pytest.mark.parametrize(
    ("scores", "category"),
    [
        ([4], 4),
        ([], None),
        ([4, 3, None, None], 4),  # a half goes up
        ([4, 3, 3, None], 3),
        ([5, None, None, None], None),  # fewer than half are answered
        ([5, 4, None], 5),
        ([5, None, None], None),
        ([1, 1, 2], 1),
        ([3, 4, 4, 3, 3, 4], 4),
    ],
)
def test_the_category_is_the_rounded_mean_of_at_least_half(
    scores: list[int | None], category: int | None
) -> None:
    given = {f"s{at}": score for at, score in enumerate(scores) if score is not None}
    instrument = with_items(max(len(scores), 1))
    assert scoring.category(instrument, "satisfaction", given) == category
    top = scoring.is_top(instrument, "satisfaction", given)
    assert top == (None if category is None else category >= 4)
