"""What is coded, and what is said about it: documents, grids, cases, memos, assignments; and quotes that find their place again."""
