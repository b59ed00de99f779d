"""Is everything in a project true, and what can be put right."""
