"""Steps from one schema to the next, in order: each lifts a project file by one number.

A step runs inside the transaction of whoever migrates; it speaks of tables as they were then, and never of `qda.store.schema`, which goes on changing.
"""

from collections.abc import Callable
from typing import Any

from qda.store.migrations import to_2, to_3

STEPS: dict[int, Callable[[Any], None]] = {2: to_2.upgrade, 3: to_3.upgrade}
"""Per schema number how to get there from the one before; a step takes Alembic's `Operations`."""
