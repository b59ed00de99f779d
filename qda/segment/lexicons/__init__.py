"""One module per language, each with its `LEXICON`."""
