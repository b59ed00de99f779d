"""The types of columns, for every database: whole numbers, text, numbers with a point.

Text is compared by code points everywhere, so that everything stands in the same order in a file and on a server.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import REAL as SQLITE_REAL

INTEGER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REAL: sa.types.TypeEngine[Any] = sa.Double().with_variant(SQLITE_REAL(), "sqlite")
