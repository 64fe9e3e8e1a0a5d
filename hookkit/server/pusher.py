"""The person who pushes, from the variables that the software of the host sets."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hookkit.named_tuple import NamedTuple
from hookkit.settings.environment_variables import PUSHER_VARIABLES

LOGIN = "login"
"""The source of a name if no variable is set: the account that the hook runs as."""

_MAX_LENGTH = 200


class Pusher(NamedTuple):
    """A name, and its source: a variable of the hook, or LOGIN."""

    name: str
    name_source: str


def pusher_of(host_variables: Mapping[str, str]) -> Pusher:
    """Give the pusher, from the first of PUSHER_VARIABLES that the software of the host has set."""
    for name in PUSHER_VARIABLES:
        if host_variables.get(name):
            return Pusher(host_variables[name][:_MAX_LENGTH], name)
    return Pusher(_login(), LOGIN)


def _login() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows, or an account without a name
        return str(os.getuid()) if hasattr(os, "getuid") else ""
