"""Thin faces: each shows plain functions' results, and holds no logic."""
