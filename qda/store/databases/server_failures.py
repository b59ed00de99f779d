"""What goes wrong on a server is told in the library's own words; by the codes of the SQL standard and PostgreSQL."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from qda.errors import BadInput, Locked, OutputError, ProjectError, QdaError

BUSY = ("55P03", "40P01", "40001")
AWAY = ("57P01", "57P02", "57P03", "08")
"""The server is being stopped or started, or the connection to it is lost."""

_SAID: tuple[tuple[tuple[str, ...], type[QdaError], str], ...] = (
    (BUSY, Locked, "somebody else is writing to it; nothing was changed, try again later"),
    (AWAY, ProjectError, "the server does not answer, or went away; nothing was changed, try again when it is back"),
    (
        ("28",),
        ProjectError,
        "the server refuses this user: unknown, or the password is wrong or missing (PGPASSWORD may hold it)",
    ),
    (("3D000",), ProjectError, "the server has no such database; make it with `createdb`, then `qda new`"),
    (
        ("42501",),
        OutputError,
        "this user may not do that here (making tables, or reading and writing them); ask who runs the server",
    ),
    (("42704", "42883"), ProjectError, "the server is too old; qda needs PostgreSQL 14 or newer"),
    (("QDA01",), ProjectError, "the connection cannot be made as safe as sslmode asks: the server does not encrypt"),
    (("25006",), OutputError, "the server only lets read; nothing was changed"),
    (("53100",), OutputError, "no room left to write; the project is as it was before"),
    (("53",), ProjectError, "the server has too much to do; nothing was changed, try again later"),
    (("22021",), BadInput, "a text holds a character that the server cannot keep (code point 0); nothing was changed"),
    (("58", "XX"), ProjectError, "the server finds its own files damaged; go back to a backup"),
)
"""How codes begin, and what they mean for the user."""

_NO_CODE = (
    ("password", "28P01"),
    ("refuses SSL", "QDA01"),
    ("Can't create a connection", "08001"),
    ("network error", "08006"),
    ("connection is closed", "08003"),
)
"""What the driver says where no code came from the server, and the code for it."""


def code_of(error: BaseException | None) -> str:
    """Return the code of an error; empty if it has none."""
    if error is None:
        return ""
    said = error.args[0] if error.args else ""
    if isinstance(said, dict):
        return str(said.get("C", ""))
    return next((code for sign, code in _NO_CODE if sign in str(said)), "08006" if isinstance(error, OSError) else "")


def is_busy(error: DBAPIError) -> bool:
    """Say whether somebody else is writing."""
    return code_of(error.orig).startswith(BUSY)


def is_away(error: DBAPIError) -> bool:
    """Say whether the server does not answer."""
    return code_of(error.orig).startswith(AWAY)


def attend(engine: sa.Engine) -> None:
    """Have connections thrown away that a server which was stopped has closed, where the driver does not know it; and keep rows out of messages."""

    @sa.event.listens_for(engine, "handle_error")
    def _handle(context: sa.engine.ExceptionContext) -> None:
        if code_of(context.original_exception).startswith(AWAY):
            context.is_disconnect = True
        said = context.original_exception.args[0] if context.original_exception.args else None
        if (
            isinstance(said, dict) and said.pop("D", None) and context.sqlalchemy_exception is not None
        ):  # the failing row, with its text
            context.sqlalchemy_exception.args = (str(said),)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn errors that a user can do something about into ours; what remains is a fault of the program and passes."""
    try:
        yield
    except DBAPIError as error:
        code = code_of(error.orig)
        for signs, kind, what in _SAID:
            if code.startswith(signs):
                raise kind(f"{name}: {what}") from None
        raise
    except ConnectionError as error:  # the driver lets it through where the server hangs up while a connection is made
        raise ProjectError(f"{name}: the server hung up; nothing was changed, try again later") from error
    except ssl.SSLError as error:
        raise ProjectError(f"{name}: the connection cannot be made as safe as sslmode asks: {error.reason}") from None
