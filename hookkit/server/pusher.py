"""Who pushes, as the software of the host tells it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hookkit.named_tuple import NamedTuple
from hookkit.settings.environment import PUSHER_VARIABLES

LOGIN = "login"
"""What tells who pushes where no software does: the account that the hook runs as."""

_MAX_LENGTH = 200


class Pusher(NamedTuple):
    """A name, and what told it: a variable of the hook, or LOGIN."""

    name: str
    told_by: str


def pusher_of(told: Mapping[str, str]) -> Pusher:
    """Give who pushes by the first variable that tells it; ``told`` are those of the host."""
    for name in PUSHER_VARIABLES:
        if told.get(name):
            return Pusher(told[name][:_MAX_LENGTH], name)
    return Pusher(_login(), LOGIN)


def _login() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows, or an account without a name
        return str(os.getuid()) if hasattr(os, "getuid") else ""
