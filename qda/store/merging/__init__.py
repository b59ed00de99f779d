"""Two copies of a project become one, and what they went apart on is told."""
