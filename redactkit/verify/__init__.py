"""Finished bytes against the promises. Checks raise; they do not return False."""
