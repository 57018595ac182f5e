"""Pure arithmetic on strings: knows no page, no pixel, no policy."""
