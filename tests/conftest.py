"""Settings for all tests."""

from hypothesis import settings

# The same examples every time, and no deadline: a busy machine must not fail a property.
settings.register_profile("redactkit", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("redactkit")
