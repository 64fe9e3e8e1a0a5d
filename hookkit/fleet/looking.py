"""One repository looked at, in whatever process: what was found, or why nothing could be."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from hookkit.errors import HookkitError, reason_of
from hookkit.fleet.entry import Entry
from hookkit.fleet.fingerprint import fingerprint
from hookkit.fleet.wall_limit import TookTooLong, wall_limit

LOOKS = {
    "status": "status_look:look_at_status",
    "check": "check_look:look_at_history",
    "debt": "debt_look:look_at_debt",
    "run": "run_look:correct_repository",
    "install": "install_look:change_hooks",
}
"""What is looked for by its name: the module and the function that takes an entry and options."""

Facts = dict[str, object]


class Look(NamedTuple):
    """What is to be looked for in a repository: a name of LOOKS, with its options as text.

    ``seconds`` by the clock are the limit.
    """

    work: str
    options: str
    seconds: float


class Found(NamedTuple):
    """What was found in a repository: facts that JSON can hold, or the ``problem`` in words.

    ``repair`` is a command that helps, "" for none. ``fingerprint`` is of the repository and of the
    ``watched`` files before it was looked at.
    """

    path: str
    problem: str
    repair: str = ""
    facts: Facts = {}
    watched: tuple[str, ...] = ()
    fingerprint: str = ""


def look_at(entry: Entry, look: Look) -> Found:
    """Look at one repository; whatever is wrong with it is told and raised nowhere."""
    if entry.problem:
        return Found(entry.path, entry.problem)
    try:
        with wall_limit(look.seconds):
            return _look(entry, look)
    except TookTooLong:
        return Found(entry.path, f"it took longer than {look.seconds:g} seconds")
    except HookkitError as error:
        return Found(entry.path, error.message, error.repair or "")
    except RecursionError:
        return Found(entry.path, "it is nested too deeply")
    except OSError as error:
        place = f": {os.fsdecode(error.filename)}" if error.filename else ""
        return Found(entry.path, f"{reason_of(error)}{place}")
    except Exception as error:
        # A bug of hookkit, or what no repository should hold: the others are looked at.
        return Found(entry.path, f"it makes hookkit fail: {type(error).__name__}: {error}")


def _look(entry: Entry, look: Look) -> Found:
    if not os.path.isdir(entry.path):
        return Found(entry.path, "there is no such folder")
    module, _, name = LOOKS[look.work].partition(":")
    function: Callable[[Entry, str], tuple[Facts, list[str]]]
    function = getattr(import_module(f"hookkit.fleet.{module}"), name)
    before = fingerprint(entry.path)
    facts, watched = function(entry, look.options)
    # What changed meanwhile would be taken for what was looked at.
    is_same = before == fingerprint(entry.path)
    seen = fingerprint(entry.path, watched) if is_same else ""
    return Found(entry.path, "", "", facts, tuple(watched), seen)
