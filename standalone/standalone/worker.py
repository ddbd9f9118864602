"""The worker process: the followers and jobs of all services.

python -m standalone.worker PARENT_ID GATE
"""

import sys
from functools import partial

from kit import loading
from standalone.children import die_with_parent, wait_at
from standalone.databases import SERVICES


def main(parent: int, gate: int) -> None:
    """Load everything as a child of the process `parent`, and begin once it opens the gate."""
    die_with_parent(parent)
    loading.leave_without_looking()
    with loading.kept():
        from kit import serving  # noqa: PLC0415 - what is loaded here is not searched

    serving.work(SERVICES, may_begin=partial(wait_at, gate))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
