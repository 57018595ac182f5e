"""The machinery of PDF files: matrices, content streams, fonts, the reader. Knows no redaction and no stage.

User space means a page's own: points, y up, before /Rotate and /UserUnit (ISO 32000-2, 8.3.2.3).
"""
