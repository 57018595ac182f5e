"""How long to fuzz."""


def pytest_addoption(parser):
    parser.addoption("--fuzz-seconds", type=float, help="of each target, from a seed that no run had before")
