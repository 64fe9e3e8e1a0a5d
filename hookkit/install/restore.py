"""Take the shim of one event away, and put the hook that was kept back."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace

from hookkit.install.file_changes import is_same, move, put_aside, remove
from hookkit.install.outcome import Removed
from hookkit.shims.hooks_folder import HookFiles
from hookkit.shims.template import is_generated, read_shim


def take_away(files: HookFiles, undo: ExitStack) -> Removed:
    """Remove our shim of one event, also as ``.legacy``, restore the kept hook, and say so.

    Raises EnvironmentFailed where a file cannot be moved; ``undo`` takes the rest back.
    """
    outcome = Removed(files.event)
    for place in (files.hook, files.legacy):
        shim = read_shim(place)
        if shim is None:
            continue
        outcome = replace(outcome, removed=place)
        if shim.is_edited:
            outcome = replace(outcome, edited=put_aside(place, undo))
        else:
            remove(place, undo)
    if not os.path.lexists(files.kept):
        return outcome
    return _restore(files, outcome, undo)


def _restore(files: HookFiles, outcome: Removed, undo: ExitStack) -> Removed:
    if not os.path.lexists(files.hook):
        move(files.kept, files.hook, undo)
        return replace(outcome, restored=files.hook)
    if is_same(files.hook, files.kept):
        remove(files.kept, undo)
        return replace(outcome, restored=files.hook)
    # pre-commit runs the shim's place, and there the kept hook goes on running; but its own
    # script must not be put there, because it would call itself.
    is_free = is_generated(files.hook) and not os.path.lexists(files.legacy)
    if outcome.removed is not None and is_free and not is_generated(files.kept):
        move(files.kept, files.legacy, undo)
        return replace(outcome, restored=files.legacy)
    return replace(outcome, left=files.kept)
