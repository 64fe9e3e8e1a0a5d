"""Install the shim of a server as one of the hook files of the host's software."""

from __future__ import annotations

import os
import shlex
from contextlib import ExitStack
from pathlib import Path

from hookkit.errors import Refused, WrongUsage
from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.config_hook_shims import EXECUTABLE_MODE
from hookkit.install.hook_interpreter import this_python_through_link
from hookkit.install.install import render_updated_shim
from hookkit.install.install_and_uninstall_outcomes import EventInstallation, InstallAction
from hookkit.install.reversible_file_changes import link_edited_shim, make_folder, write_whole_file
from hookkit.shims.shim_file import read_shim


def install_server_hook(path: Path, policy: str | None = None) -> EventInstallation:
    """Write the shim of ``pre-receive`` to a file that the software of a host runs, in one step.

    ``policy`` is as in ``install``. An existing shim is renewed; if it was edited, it is put aside.
    Raises WrongUsage if ``path`` is a folder, Refused if ``path`` is another's file, and
    EnvironmentFailed if ``path`` cannot be written.
    """
    (event,) = SERVER_EVENTS
    if path.is_dir():
        example = shlex.quote(str(path / "hookkit"))
        raise WrongUsage(f"{path} is a folder: name the file", f"hookkit server hook {example}")
    shim = read_shim(path)
    if shim is None and os.path.lexists(path):
        quoted = shlex.quote(str(path))
        raise Refused(f"{path} is another's hook", f"mv -n {quoted} {quoted}.old")
    content = render_updated_shim(event, shim, this_python_through_link(), policy)
    action: InstallAction = "installed" if shim is None else "renewed"
    if shim is not None and os.access(path, os.X_OK) and shim.content == content:
        return EventInstallation(event, path, "unchanged")
    with ExitStack() as rollback:
        make_folder(path.parent)
        edited = link_edited_shim(path, rollback) if shim is not None and shim.is_edited else None
        write_whole_file(path, content, EXECUTABLE_MODE, rollback)
        rollback.pop_all()
    return EventInstallation(event, path, action, edited_copy=edited)
