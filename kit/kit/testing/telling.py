"""What a solver can tell of unknown whole numbers from sums of them that are known.

Written for the attackers, apart from the code that they attack. The least and the most that fit
everything known come from HiGHS (`scipy.optimize.linprog`). Most sums need not be asked for one by
one: a solution in which as many as possible are higher, or lower, than they were ever seen shows at
once that those can be so.
"""

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack  # type: ignore[import-untyped]

_SOLVED = 0
_MOST = 100_000.0  # more people than any made-up table has
_SURE = 1e-6
_TRIES = 3  # rounds without news after which sums are asked for one by one

Key = TypeVar("Key", bound=Hashable)
Floats = npt.NDArray[np.float64]


class Unknowns(Generic[Key]):
    """Whole numbers from 0, some of them known, and what is known of sums of the others."""

    def __init__(self, known: Mapping[Key, int]) -> None:
        self._known = known
        self._at: dict[Key, int] = {}
        self._equal: dict[tuple[tuple[int, int], ...], int] = {}
        self._at_most: dict[tuple[tuple[int, int], ...], int] = {}

    def set_equal(self, terms: Iterable[tuple[Key, int]]) -> None:
        """Note that a sum, with these signs, is 0."""
        row, right = self._row(terms)
        if self._equal.setdefault(row, right) != right or not (row or right == 0):
            raise AssertionError("nothing fits what was shown: a sum that is two numbers")

    def set_at_most(self, terms: Iterable[tuple[Key, int]], most: int) -> None:
        """Note that a sum, with these signs, is no more than this."""
        row, right = self._row(terms)
        if not row and most + right < 0:
            raise AssertionError("nothing fits what was shown: more than there can be")
        self._at_most[row] = min(self._at_most.get(row, most + right), most + right)

    def find_told(
        self, asked: Sequence[tuple[Sequence[Key], int]], *, only: int | None = None
    ) -> list[tuple[int, int, int]]:
        """The sums of unknowns that can be only fewer whole numbers than needed.

        Args:
            asked: Sums, each with how many values it must be able to be.
            only: Ask for so many of them alone that no solution has cleared by the way.

        Returns:
            Which of the sums, its least and its most.
        """
        if not asked:
            return []
        rows, known = zip(*(self._row((key, 1) for key in keys) for keys, _ in asked), strict=True)
        values = np.asarray([needed for _, needed in asked], np.float64)
        search = _Search(self._matrix(rows), values, self._model())
        search.look_at_many()
        return [
            (at, least - known[at], most - known[at])
            for at, least, most in search.look_at_each(only)
        ]

    def _row(self, terms: Iterable[tuple[Key, int]]) -> tuple[tuple[tuple[int, int], ...], int]:
        """The unknowns of a sum with their signs, and what the known ones leave for it."""
        row: Counter[int] = Counter()
        right = 0
        for key, sign in terms:
            value = self._known.get(key)
            if value is None:
                row[self._at.setdefault(key, len(self._at))] += sign
            else:
                right -= sign * value
        return tuple((at, sign) for at, sign in sorted(row.items()) if sign), right

    def _matrix(self, rows: Collection[Iterable[tuple[int, int]]]) -> Any:  # noqa: ANN401
        entries = [(number, at, sign) for number, row in enumerate(rows) for at, sign in row]
        numbers, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(rows), len(self._at))
        return coo_array((np.asarray(signs, float), (numbers, columns)), shape=shape).tocsr()

    def _model(self) -> dict[str, Any]:
        equal = {row: right for row, right in self._equal.items() if row}
        at_most = {row: right for row, right in self._at_most.items() if row}
        return {
            "A_eq": self._matrix(equal),
            "b_eq": np.asarray([*equal.values()], float),
            "A_ub": self._matrix(at_most),
            "b_ub": np.asarray([*at_most.values()], float),
            "bounds": np.tile([0.0, _MOST], (len(self._at), 1)),
        }


class _Search:
    """How low and how high each sum was seen."""

    def __init__(self, asked: Any, values: Floats, model: dict[str, Any]) -> None:  # noqa: ANN401
        self._asked, self._values, self._model = asked, values, model
        self._low = np.full(len(values), np.inf)
        self._high = np.full(len(values), -np.inf)
        self._rng = np.random.default_rng(1)

    def look_at_many(self) -> None:
        """Look for solutions in which many sums are elsewhere than they were seen."""
        self._solve(np.zeros(self._asked.shape[1]))
        in_vain = 0
        while in_vain < _TRIES and self._narrow().any():
            before = self._low.sum() - self._high.sum()
            self._move_many(np.flatnonzero(self._narrow()))
            in_vain = in_vain + 1 if self._low.sum() - self._high.sum() == before else 0

    def look_at_each(self, only: int | None) -> list[tuple[int, int, int]]:
        """Ask for the ends of each sum that is still narrow."""
        found = []
        for number in range(len(self._values)):
            if not self._narrow()[number]:
                continue
            if only is not None:
                only -= 1
                if only < 0:
                    break
            own = self._asked[[number], :].toarray()[0]
            for sign in (1.0, -1.0):
                self._solve(sign * own)
            least = math.ceil(self._low[number] - _SURE)
            most = math.floor(self._high[number] + _SURE)
            if most - least + 1 < self._values[number]:
                found.append((number, least, most))
        return found

    def _narrow(self) -> npt.NDArray[np.bool_]:
        narrow: npt.NDArray[np.bool_] = self._high - self._low + 1 < self._values - _SURE
        return narrow

    def _move_many(self, narrow: npt.NDArray[np.int64]) -> None:
        """Solve for as many of these as can go far enough up or down, as is drawn, at once."""
        count = len(narrow)
        up = self._rng.random(count) < 1 / 2
        signs = np.where(up, 1.0, -1.0)
        start = np.where(up, self._low[narrow], -self._high[narrow])
        own = csr_array(eye_array(count).multiply(signs[:, None]) @ self._asked[narrow, :])
        below = self._model["A_ub"]
        nothing = csr_array((below.shape[0], count))
        equal = self._model["A_eq"]
        self._solve(
            np.concatenate([np.zeros(own.shape[1]), np.full(count, -1.0)]),
            A_eq=hstack([equal, csr_array((equal.shape[0], count))], format="csr"),
            A_ub=vstack([hstack([below, nothing]), hstack([-own, eye_array(count)])], format="csr"),
            b_ub=np.concatenate([self._model["b_ub"], -start]),
            bounds=np.concatenate(
                [
                    self._model["bounds"],
                    np.stack([np.full(count, -_MOST), self._values[narrow] - 1], axis=1),
                ]
            ),
        )

    def _solve(self, objective: Floats, **instead: Any) -> None:  # noqa: ANN401
        solved = linprog(objective, method="highs", **(self._model | instead))
        if solved.status != _SOLVED:
            raise AssertionError(f"nothing fits what was shown: {solved.message}")
        seen = self._asked @ solved.x[: self._asked.shape[1]]
        self._low, self._high = np.minimum(self._low, seen), np.maximum(self._high, seen)
