"""Covers onto pixels: what is covered is forgotten first and painted afterwards."""
