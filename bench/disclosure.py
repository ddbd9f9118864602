"""How long disclosure control takes, and how much it hides beside the least that is possible.

The least is found by mixed-integer programming (HiGHS), which takes its time: on small tables
alone. Run it with ``python -m bench.disclosure``.
"""

import random
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import lil_array  # type: ignore[import-untyped]

from kit.disclosure import ALL, Cell, Place, Table, protect, total_parts

SMALL_TABLES = 40
LIMIT = 5
SUCCESSFUL = 0.4


def made_up(seed: int, rows: int, columns: int, mean: float = 12) -> Table:
    """Offers of very different sizes, two thirds of whose target groups are open to them."""
    rng = random.Random(seed)  # noqa: S311 - made-up numbers, the same each time
    cells: dict[Place, Cell] = {}
    for row in range(rows):
        size = rng.lognormvariate(0, 1)
        for column in range(columns):
            n = int(rng.expovariate(1 / (mean * size))) if rng.random() < 2 / 3 else 0
            yes = sum(rng.random() < SUCCESSFUL for _ in range(n))
            cells[f"offer-{row}", f"group-{column}"] = Cell(people=n, parts=(yes, n - yes))
    sums = total_parts({place: cell.parts for place, cell in cells.items()})
    margins = {place: Cell(people=sum(parts), parts=parts) for place, parts in sums.items()}
    return Table(cells, LIMIT, margins=margins)


def least_hidden(table: Table) -> float:
    """The least weight that any safe choice hides."""
    cells = {**table.cells, **table.margins}
    places = list(cells)
    at = {place: number for number, place in enumerate(places)}
    count, needed = len(places), table.limit - 1
    rows = sorted({row for row, _ in table.cells})
    columns = sorted({column for _, column in table.cells})
    lines = [[*((row, c) for c in columns), (row, ALL)] for row in [*rows, ALL]]
    lines += [[*((r, column) for r in rows), (ALL, column)] for column in [*columns, ALL]]
    parts = len(next(iter(table.cells.values())).parts)
    worlds = count * parts * 2  # for each place and part one with more there and one with less
    width = count + worlds * count
    weights = np.zeros(width)
    weights[:count] = [sum(cells[place].parts) for place in places]
    low, high = np.full(width, -np.inf), np.full(width, np.inf)
    low[:count] = [cells[place].people < table.limit for place in places]
    high[:count] = 1
    rules: list[tuple[dict[int, float], float, float]] = []
    big = 2.0 * needed
    for number in range(count):
        for part in range(parts):
            ends = []
            for way in range(2):
                first = count + ((number * parts + part) * 2 + way) * count
                ends.append(first + number)
                rules += [
                    ({**{first + at[p]: 1 for p in line[:-1]}, first + at[line[-1]]: -1}, 0, 0)
                    for line in lines
                ]
                for other, place in enumerate(places):
                    fewer = min(big, cells[place].parts[part])
                    rules.append(({first + other: 1, other: -big}, -np.inf, 0))
                    rules.append(({first + other: -1, other: -fewer}, -np.inf, 0))
            rules.append(({ends[0]: 1, ends[1]: -1, number: -needed}, 0, np.inf))
    matrix = lil_array((len(rules), width))
    for row, (entries, _, _) in enumerate(rules):
        for column, value in entries.items():
            matrix[row, column] = value
    constraint = LinearConstraint(
        matrix.tocsr(), [rule[1] for rule in rules], [rule[2] for rule in rules]
    )
    whole = np.zeros(width)
    whole[:count] = 1
    solved = milp(weights, constraints=constraint, integrality=whole, bounds=Bounds(low, high),
                  options={"time_limit": 20})  # fmt: skip
    return float(solved.fun)


def hidden_weight(table: Table) -> int:
    """What our choice hides, in courses; totals with all of theirs."""
    cells = {**table.cells, **table.margins}
    return sum(sum(cells[place].parts) for place in protect(table))


def main() -> None:
    """Print the figures."""
    ours = least = 0.0
    for seed in range(SMALL_TABLES):
        table = made_up(seed, 3 + seed % 2, 3, mean=18)
        ours += hidden_weight(table)
        least += least_hidden(table)
    print(f"{SMALL_TABLES} small tables: {ours:.0f} hidden, at least {least:.0f} needed,"
          f" ratio {ours / least:.2f}")  # fmt: skip
    for rows, columns in ((60, 8), (500, 10)):
        table = made_up(1, rows, columns)
        begun = time.perf_counter()
        hidden = protect(table)
        seconds = time.perf_counter() - begun
        inner = [place for place in hidden if ALL not in place]
        small = sum(cell.people < LIMIT for cell in table.cells.values())
        print(f"{rows} x {columns}: {seconds:.2f} s, {small} small, {len(inner)} hidden"
              f" of {len(table.cells)}, {len(hidden) - len(inner)} totals")  # fmt: skip


if __name__ == "__main__":
    main()
