"""The web process: the composed application on sockets that its parent holds open.

    python -m standalone.web PARENT_ID GATE SOCKET…

The parent keeps the sockets, so callers wait instead of being refused while it is started again.
"""

import socket
import sys

from kit import loading
from standalone.children import die_with_parent, wait_at


def main(parent: int, gate: int, descriptors: list[int]) -> None:
    """Load everything, and serve once the parent opens the gate, until told to end."""
    die_with_parent(parent)
    loading.leave_without_looking()
    with loading.kept():
        from kit import logs, serving  # noqa: PLC0415 - what is loaded here is not searched
        from standalone.app import create_app, create_services  # noqa: PLC0415 - as above

        logs.configure()
        application = create_app(create_services())
    wait_at(gate)
    sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
    serving.Server(serving.server_config(application)).run(sockets=sockets)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(word) for word in sys.argv[3:]])
