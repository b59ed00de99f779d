"""Tables -> figures, by matplotlib: the extra ``plot``."""
