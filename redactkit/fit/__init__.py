"""Pages to bytes below a limit, as good as the limit allows, the same bytes every time."""
