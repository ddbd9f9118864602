"""A packed register is kept where nobody else reaches it, and read back whole or not at all."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from structlog.testing import capture_logs

from effects import weeks
from effects.packed.building import RegisterBuilder
from effects.packed.register import PackedRegister
from effects.releases import caching

NO_COURSES = pa.schema(
    {
        "course_id": pa.string(),
        "citizen_id": pa.string(),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "business_oriented": pa.bool_(),
    }
)


def _register(number: int) -> PackedRegister:
    """A register that is told from those of other numbers by its spell and its facts."""
    builder = RegisterBuilder(
        pa.table(
            {
                "code": ["111"],
                "class": ["support"],
                "valid_from": [date(2000, 1, 1)],
                "valid_to": [date(9999, 12, 31)],
            }
        )
    )
    week = weeks.parse_week("2024-W01") + number
    builder.add_support(
        pa.record_batch(
            {
                "citizen_id": [f"citizen-{n}" for n in range(5_000)],
                "from_week": [week] * 5_000,
                "to_week": [week + 1] * 5_000,
                "code": ["111"] * 5_000,
            }
        )
    )
    builder.add_courses(NO_COURSES.empty_table())
    return builder.build(number=number)


def _is(register: PackedRegister | None, number: int) -> bool:
    """Whether it is that register, whole."""
    one = _register(number)
    return (
        register is not None
        and register.facts == one.facts
        and all(
            np.array_equal(getattr(register, name), getattr(one, name))
            for name in ("span_offsets", "span_from", "span_to", "span_class")
        )
    )


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = caching.folder_of(tmp_path / "packed", "0999")
    assert caching.find_register(folder) is None
    assert not folder.parent.exists()
    caching.keep_register(_register(1), folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_no_municipality_leads_out_of_the_folder(tmp_path: Path) -> None:
    for name in ("..", "../0101", "/etc", "", "a\0b"):
        assert caching.folder_of(tmp_path, name).parent == tmp_path


def test_a_folder_that_leads_elsewhere_is_left_alone(tmp_path: Path) -> None:
    elsewhere = caching.folder_of(tmp_path / "elsewhere", "0999")
    caching.keep_register(_register(1), elsewhere)
    folder = caching.folder_of(tmp_path / "packed", "0999")
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    with capture_logs() as logs:
        assert caching.find_register(folder) is None
        caching.keep_register(_register(2), folder)
    assert [log["event"] for log in logs] == ["packed_register_not_ours"] * 2
    assert _is(caching.find_register(elsewhere), 1)


def test_writers_without_a_lock_between_them_never_mix_their_registers(tmp_path: Path) -> None:
    folder = caching.folder_of(tmp_path, "0999")
    made = [_register(number) for number in range(3)]

    def write_and_read(number: int) -> bool:
        caching.keep_register(made[number % 3], folder)
        found = caching.find_register(folder)
        return found is None or _is(found, found.facts["number"])

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(write_and_read, range(40)))
    caching.keep_register(made[0], folder)
    assert _is(caching.find_register(folder), 0)
