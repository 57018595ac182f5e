"""Draws bank statements that never existed, with the place of every value.

The same spec gives the same file everywhere: faces of the viewer, or those that come with reportlab and Pillow. Banks,
holders and shops are invented; numbers are published test numbers or generated.
"""

from benchmarks.draw.statement.media import draw_statement
from benchmarks.draw.statement.spec import Medium, StatementSpec, statement_specs
from benchmarks.draw.statement.truth import DrawnStatement, Value

__all__ = ["DrawnStatement", "Medium", "StatementSpec", "Value", "draw_statement", "statement_specs"]
