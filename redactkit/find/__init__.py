"""Lines and pixels to findings: over-complete on purpose; what is covered is decided later."""
