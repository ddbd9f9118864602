"""The worker process: the followers and jobs of all services.

python -m standalone.worker PARENT_ID GATE
"""

import sys

from kit import serving
from standalone.children import die_with_parent, wait_at
from standalone.databases import SERVICES


def main(parent: int, gate: int) -> None:
    """Run as a child of the process `parent`, once it opens the gate."""
    die_with_parent(parent)
    wait_at(gate)
    serving.work(SERVICES)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
