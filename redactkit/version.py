"""The version, where packaging, the package root and the command line all read it."""

__version__ = "0.2.0"
