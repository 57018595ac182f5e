"""Bytes to pages: by content, never by suffix, within limits that are checked before decoding."""
