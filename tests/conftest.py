"""Settings for all tests."""

import socket
import sys

import pytest
from hypothesis import settings

# The same examples every time, and no deadline: a busy machine must not fail a property.
settings.register_profile("redactkit", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("redactkit")


def _offline(event, args):
    """Forbid whatever would leave the machine; an audit hook, since libraries keep their own names for sockets."""
    local = event == "socket.connect" and args[0].family == getattr(socket, "AF_UNIX", None)
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"} and not local:
        raise PermissionError("tests run without a network")


sys.addaudithook(_offline)


@pytest.fixture
def paper(tmp_path):
    """A statement as PDF, in a folder of its own."""
    from tests.born_digital import PLAIN

    path = tmp_path / "march.pdf"
    path.write_bytes(PLAIN)
    return path
