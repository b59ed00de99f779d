"""Patience: what is busy is tried again for a while, with notice."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

log = logging.getLogger("qda.store")


def patiently(begin: Callable[[], T], why: Callable[[DBAPIError], str], *, wait: float) -> T:
    """Do something; where it fails for a passing reason, say so and try again for `wait` seconds.

    Parameters
    ----------
    begin
        What to do.
    why
        Says of an error in a line what passes; empty, if it will not pass.
    """
    until = time.monotonic() + wait
    while True:
        try:
            return begin()
        except DBAPIError as error:
            reason = why(error)
            if not reason or time.monotonic() >= until:
                raise
        log.warning("%s; waiting", reason)
        time.sleep(min(0.2, max(0.0, until - time.monotonic())))
