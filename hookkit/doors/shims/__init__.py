"""The hook files: the shims of ``hooks/``, where git looks for them, and whose they are."""

from __future__ import annotations

from hookkit.doors.shims.interpreter import imports_hookkit
from hookkit.doors.shims.owner import (
    PRE_COMMIT_CONFIG,
    install_pre_commit,
    pre_commit_events,
)
from hookkit.doors.shims.places import (
    HookFiles,
    default_folder,
    folder_in_force,
    hooks_path,
    own_folder,
)
from hookkit.doors.shims.template import (
    Shim,
    events,
    is_generated,
    read_shim,
    recognise,
    render,
)

__all__ = [
    "PRE_COMMIT_CONFIG",
    "HookFiles",
    "Shim",
    "default_folder",
    "events",
    "folder_in_force",
    "hooks_path",
    "imports_hookkit",
    "install_pre_commit",
    "is_generated",
    "own_folder",
    "pre_commit_events",
    "read_shim",
    "recognise",
    "render",
]
