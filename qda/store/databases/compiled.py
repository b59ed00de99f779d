"""The statements of all project files, compiled once a process."""

from typing import Any

from sqlalchemy.util import LRUCache


class Statements(LRUCache[Any, Any]):
    """Compiled statements that engines share.

    SQLAlchemy tells statements apart by the dialect object of their engine, too, and so compiles all of them anew for every file that is opened, which takes
    longer than they run. The engines of files are all made alike, so that what one compiled is right for the others.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the compiled statement of a key, whichever engine asks."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


OF_FILES = Statements(1000)
