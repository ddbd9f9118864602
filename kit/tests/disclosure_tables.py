"""Made-up tables to be protected, small to middle, sparse and nasty."""

import random

from kit.disclosure import ALL, Cell, Place, Table

Cells = dict[Place, Cell]


def random_table(seed: int, *, limit: int = 5, parts: int = 2) -> Table:
    """A table of some offers and target groups; every fourth is made to be nasty."""
    rng = random.Random(seed)  # noqa: S311 - made-up numbers, the same each time
    rows, columns = rng.randint(2, 9), rng.randint(1, 6)
    mean = rng.choice((2, 6, 15, 40))
    share = rng.choice((0.02, 0.3, 0.5, 0.97))
    opens = rng.choice((0.3, 0.7, 1.0))
    cells: Cells = {}
    for row in range(rows):
        for column in range(columns):
            n = int(rng.expovariate(1 / mean)) if rng.random() < opens else 0
            yes = sum(rng.random() < share for _ in range(n))
            cells[f"row {row}", f"column {column}"] = cell_of(yes, n - yes, parts=parts)
    if seed % 4 == 0:
        nasty(rng, cells, limit=limit, parts=parts)
    return with_totals(cells, limit)


def cell_of(yes: int, no: int, *, parts: int = 2) -> Cell:
    """A cell in which everybody stands once."""
    return Cell(people=yes + no, parts=(yes, no) if parts == 2 else (yes + no,))


def nasty(rng: random.Random, cells: Cells, *, limit: int, parts: int) -> None:
    """Plant what is hard: one small among large, a line of ones, everybody or nobody successful."""
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    kind = rng.choice(("one small", "line of ones", "all or nothing", "diagonal"))
    for place in cells:
        large = rng.randint(3 * limit, 9 * limit)
        if kind == "one small":
            cells[place] = cell_of(large // 2, large - large // 2, parts=parts)
        if kind == "all or nothing":
            cells[place] = cell_of(*rng.choice(((large, 0), (0, large), (1, 0))), parts=parts)
    if kind == "one small":
        cells[rng.choice(rows), rng.choice(columns)] = cell_of(1, 0, parts=parts)
    if kind == "line of ones":
        row = rng.choice(rows)
        for column in columns:
            cells[row, column] = cell_of(1, 0, parts=parts)
    if kind == "diagonal":
        for row, column in zip(rows, columns, strict=False):
            cells[row, column] = cell_of(2, 1, parts=parts)


def with_totals(cells: Cells, limit: int) -> Table:
    """A table with both totals, in which everybody stands once."""
    margins: Cells = {}
    for (row, column), cell in cells.items():
        for place in ((row, ALL), (ALL, column), (ALL, ALL)):
            known = margins.get(place)
            margins[place] = Cell(
                people=cell.people + (known.people if known else 0),
                parts=tuple(map(sum, zip(cell.parts, known.parts, strict=True)))
                if known
                else cell.parts,
            )
    return Table(cells, limit, margins=margins)


def parts_of(table: Table) -> dict[Place, tuple[int, ...]]:
    """Every count of a table, its totals with them."""
    return {place: cell.parts for place, cell in {**table.cells, **table.margins}.items()}
