"""Exercises, checks, quizzes, progress, workspace: the course around the chapters."""
