"""Addresses of projects on a server: ``postgresql://user@host:port/database``."""

import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from qda.errors import ProjectError, nearest

SCHEMES = ("postgresql", "postgres", "postgresql+pg8000")
PORT = 5432
SAFETY = ("disable", "prefer", "require", "verify-full")
"""What ``?sslmode=`` may say. By default the connection is encrypted where the server can; ``verify-full`` also makes sure whose server it is."""


def is_address(place: str | Path) -> bool:
    """Say whether somebody means a database on a server, and no file.

    Examples
    --------
    >>> is_address("postgresql://ab@localhost/study"), is_address("study.qda")
    (True, False)
    """
    return isinstance(place, str) and "://" in place


def require_file(place: str | Path, remedy: str) -> Path:
    """Return the path of a file; refuse the address of a server, and say what to do instead.

    Raises
    ------
    ProjectError
        It is no path.
    """
    if isinstance(place, str) and is_address(place):
        raise ProjectError(f"{shown(parse(place))}: lies on a server; {remedy}")
    return Path(place)


def parse(place: str) -> sa.URL:
    """Return the parts of an address.

    Raises
    ------
    ProjectError
        It is none, or names another kind of database.

    Examples
    --------
    >>> parse("postgres://ab@localhost/study").port
    5432
    """
    shape = "postgresql://user@host:port/database"
    scheme = place.partition("://")[0]
    if scheme not in SCHEMES:
        raise ProjectError(f"{scheme}://...: no such kind of database; a project is a file or {shape}")
    try:
        url = sa.make_url(place)
    except (sa.exc.ArgumentError, ValueError):
        raise ProjectError(f"{scheme}://...: this is no address; allowed: {shape}") from None
    if not url.database or not url.host:
        raise ProjectError(f"{shown(url)}: the {'database' if url.host else 'host'} is not named; allowed: {shape}")
    _require_known(url)
    user, password = url.username or os.environ.get("PGUSER"), url.password or os.environ.get("PGPASSWORD", "")
    if not user:
        raise ProjectError(f"{shown(url)}: the user is not named; allowed: {shape}")
    return sa.URL.create("postgresql+pg8000", user, password, url.host, url.port or PORT, url.database, url.query)


def _require_known(url: sa.URL) -> None:
    for name, value in url.query.items():
        if name != "sslmode":
            raise ProjectError(f"{shown(url)}: no option {name!r}; allowed: sslmode")
        if value not in SAFETY:
            raise ProjectError(f"{shown(url)}: sslmode {value!r}; {nearest(str(value), SAFETY)}")


def shown(url: sa.URL) -> str:
    """Return an address as messages may show it: without password and options.

    Examples
    --------
    >>> shown(sa.make_url("postgresql://ab:secret@localhost/study?sslmode=require"))
    'postgresql://ab@localhost/study'
    """
    port = None if url.port == PORT else url.port
    return sa.URL.create("postgresql", url.username, None, url.host, port, url.database).render_as_string()


def safety(query: Mapping[str, Any]) -> Any:
    """Return what the driver calls an SSL context: False for none, None where the server decides, True to insist."""
    mode = query.get("sslmode", "prefer")
    if mode == "verify-full":
        return ssl.create_default_context()
    return {"disable": False, "prefer": None, "require": True}[mode]
