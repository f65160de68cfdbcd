"""Results from metrics: one question a module."""
