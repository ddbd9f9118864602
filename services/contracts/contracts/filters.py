"""What the filters and cursors of several lists have in common."""

from typing import Annotated

from pydantic import StringConstraints

Words = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]
"""Words to search for."""
