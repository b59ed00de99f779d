"""Files become documents: one reader per format, found by a registry; cleaning and page layout inside."""
