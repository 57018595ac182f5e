"""Settings for all tests."""

import pytest
from hypothesis import settings

# The same examples every time, and no deadline: a busy machine must not fail a property.
settings.register_profile("redactkit", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("redactkit")


@pytest.fixture
def paper(tmp_path):
    """A statement as PDF, in a folder of its own."""
    from tests.born_digital import PLAIN

    path = tmp_path / "march.pdf"
    path.write_bytes(PLAIN)
    return path
