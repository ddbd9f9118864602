import socket

import pytest

from standalone import ports


def test_a_taken_port_is_a_fact_that_names_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        taken = squatter.getsockname()[1]
        with pytest.raises(ports.PortTaken, match=str(taken)):
            ports.listen(taken)


def has_loopback_v6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_both_loopback_addresses_of_a_port_are_ours_or_none() -> None:
    taken = ports.find_free_port()
    if has_loopback_v6():
        with socket.create_server(("::1", taken), family=socket.AF_INET6):
            with pytest.raises(ports.PortTaken):
                ports.listen(taken)
            assert ports.is_free(taken)
    for listener in ports.listen(taken):
        listener.close()


def test_the_default_port_moves_to_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        taken = squatter.getsockname()[1]
        port, listeners = ports.listen_from(taken)
        try:
            assert port > taken
            assert listeners[0].getsockname() == ("127.0.0.1", port)
        finally:
            for listener in listeners:
                listener.close()


def test_a_port_in_use_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        assert not ports.is_free(squatter.getsockname()[1])
    assert ports.is_free(ports.find_free_port())


def test_a_port_that_somebody_listens_at_is_not_reserved_again() -> None:
    port, keeper = ports.reserve()
    keeper.close()
    again, keeper = ports.reserve(port)
    assert again == port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ports.LOOPBACK, port))
        listener.listen()
        with pytest.raises(ports.PortTaken):
            ports.reserve(port)
    keeper.close()
