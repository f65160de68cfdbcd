"""Seeded synthetic merchants."""
