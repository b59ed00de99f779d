"""Copies of a project file that are kept: made, found and gone back to."""
