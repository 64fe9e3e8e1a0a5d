"""The hook files: the shims of ``hooks/``, where git looks for them, and whose they are."""

from __future__ import annotations

from hookkit.shims.configured import ConfiguredHook, configured_hooks
from hookkit.shims.hooks_folder import (
    HookFiles,
    default_folder,
    folder_in_force,
    hooks_path,
    own_folder,
)
from hookkit.shims.interpreter import imports_hookkit
from hookkit.shims.owner import (
    OURS,
    PRE_COMMIT_CONFIG,
    STAGES,
    install_pre_commit,
    listed_events,
    pre_commit_events,
)
from hookkit.shims.template import (
    SERVER_EVENTS,
    Shim,
    events,
    is_generated,
    read_shim,
    recognise,
    render,
)

__all__ = [
    "OURS",
    "PRE_COMMIT_CONFIG",
    "SERVER_EVENTS",
    "STAGES",
    "ConfiguredHook",
    "HookFiles",
    "Shim",
    "configured_hooks",
    "default_folder",
    "events",
    "folder_in_force",
    "hooks_path",
    "imports_hookkit",
    "install_pre_commit",
    "is_generated",
    "listed_events",
    "own_folder",
    "pre_commit_events",
    "read_shim",
    "recognise",
    "render",
]
