"""The code lists as published with the product: a data file, never constants in code."""

import csv
from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, text

_UPSERT = text(
    """
    INSERT INTO codes (list, code, label_da, valid_from, valid_to, position)
    VALUES (:list, :code, :label_da, :valid_from, :valid_to, :position)
    ON CONFLICT (list, code, valid_from) DO UPDATE
    SET label_da = excluded.label_da, valid_to = excluded.valid_to, position = excluded.position
    """
)

_UPSERT_CROSSWALK = text(
    """
    INSERT INTO code_crosswalks (list, from_code, to_code, valid_from, note)
    VALUES (:list, :from_code, :to_code, :valid_from, :note)
    ON CONFLICT (list, from_code, to_code) DO UPDATE
    SET valid_from = excluded.valid_from, note = excluded.note
    """
)


def read() -> list[dict[str, Any]]:
    """The rows of ``codes.csv``, numbered in the order in which they are shown."""
    sheet = files(__package__).joinpath("codes.csv").read_text("utf-8").splitlines()
    return [
        {
            **row,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            "position": position,
        }
        for position, row in enumerate(csv.DictReader(sheet), 1)
    ]


def load(connection: Connection) -> None:
    """Write the rows of the file over those of the table; for migrations alone."""
    connection.execute(_UPSERT, read())


def read_crosswalks() -> list[dict[str, Any]]:
    """The rows of ``crosswalks.csv``."""
    sheet = files(__package__).joinpath("crosswalks.csv").read_text("utf-8").splitlines()
    return [
        {**row, "valid_from": date.fromisoformat(row["valid_from"])}
        for row in csv.DictReader(sheet)
    ]


def load_crosswalks(connection: Connection) -> None:
    """Write the rows of the file over those of the table; for migrations alone."""
    connection.execute(_UPSERT_CROSSWALK, read_crosswalks())
