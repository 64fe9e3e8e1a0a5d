"""Install the shim of a server as one of the hook files of the host's software."""

from __future__ import annotations

import os
import shlex
from contextlib import ExitStack
from pathlib import Path

from hookkit.errors import Refused, WrongUsage
from hookkit.install.configured_shims import EXECUTABLE
from hookkit.install.file_changes import keep_aside, make_folder, write
from hookkit.install.install import wanted_shim
from hookkit.install.interpreter import python_to_name
from hookkit.install.outcome import Installed, InstallStep
from hookkit.settings.events import SERVER_EVENTS
from hookkit.shims.template import read_shim


def install_server_hook(place: Path, policy: str | None = None) -> Installed:
    """Write the shim of ``pre-receive`` to a file that the software of a host runs, in one step.

    ``policy`` is as in ``install``. An existing shim is renewed; if it was edited, it is put aside.
    Raises WrongUsage if ``place`` is a folder, Refused if ``place`` is another's file, and
    EnvironmentFailed if ``place`` cannot be written.
    """
    (event,) = SERVER_EVENTS
    if place.is_dir():
        example = shlex.quote(str(place / "hookkit"))
        raise WrongUsage(f"{place} is a folder: name the file", f"hookkit server hook {example}")
    shim = read_shim(place)
    if shim is None and os.path.lexists(place):
        quoted = shlex.quote(str(place))
        raise Refused(f"{place} is another's hook", f"mv -n {quoted} {quoted}.old")
    wanted = wanted_shim(event, shim, python_to_name(), policy)
    done: InstallStep = "installed" if shim is None else "renewed"
    if shim is not None and os.access(place, os.X_OK) and shim.content == wanted:
        return Installed(event, place, "unchanged")
    with ExitStack() as rollback:
        make_folder(place.parent)
        edited = keep_aside(place, rollback) if shim is not None and shim.is_edited else None
        write(place, wanted, EXECUTABLE, rollback)
        rollback.pop_all()
    return Installed(event, place, done, edited=edited)
