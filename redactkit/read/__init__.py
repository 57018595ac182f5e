"""Pages to lines of character cells."""
