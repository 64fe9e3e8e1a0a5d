"""Environment variables that are no settings: ``HOOKKIT=0``, those of pre-commit, a terminal."""

from __future__ import annotations

import os

from hookkit.git.config import parse_bool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

COMPLETION_VARIABLE = "_HOOKKIT_COMPLETE"
"""The variable with which a shell asks for completions, by click's own naming."""

NON_SETTING_VARIABLES = ("HOOKKIT_LOG_CFG", "HOOKKIT_CHAIN")
"""Variables named ``HOOKKIT_…`` that are not settings: the configuration of the log, and the path
of the shim that is running the hook that was there before it."""


def is_switched_off() -> bool:
    """Whether ``HOOKKIT=0`` (or another word for no) turns everything off.

    This reads no file and starts no process, so that it works even if the settings are broken.
    """
    text = os.environ.get("HOOKKIT", "")
    try:
        return bool(text.strip()) and not parse_bool(text)
    except ValueError:
        return False


def runs_under_pre_commit() -> bool:
    """Whether pre-commit or prek runs this process: they set this variable for their hooks."""
    return os.environ.get("PRE_COMMIT") == "1"


def pre_commit_range() -> tuple[str, str] | None:
    """Give the two ends of the range for which pre-commit or prek runs hooks, None without a range.

    pre-commit and prek set these variables from ``--from-ref`` and ``--to-ref``, which CI passes.
    """
    old, new = (os.environ.get(f"PRE_COMMIT_{end}_REF", "") for end in ("FROM", "TO"))
    return (old, new) if old and new else None


def copy_environment() -> dict[str, str]:
    """Give a copy of the environment: CI servers name branches there, git names merged heads."""
    return dict(os.environ)


def gets_rich_output(stream: TextIO) -> bool:
    """Whether ``stream`` gets rich output (True) or plain lines (False).

    ``FORCE_COLOR`` asks for rich output on any stream, ``TERM=dumb`` forbids it, and otherwise only
    a terminal gets it. ``NO_COLOR`` removes the colours, not the layout.
    """
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("TERM", "").lower() == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:
        # A closed stream.
        return False
