"""The version, where packaging, the package root and the command line all read it."""

__version__ = "0.1.0"
