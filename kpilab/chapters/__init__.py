"""The course text: one folder a chapter."""
