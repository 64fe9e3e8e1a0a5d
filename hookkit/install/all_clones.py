"""``hookkit install --global``: hookkit in all clones of a person.

A git of 2.54 or newer runs the hooks that its configuration names, beside the hooks folder of each
clone, so that nobody's hook is in the way. An older one copies a template into each new clone.
``core.hooksPath`` would do for all clones there, too, but hides each clone's own hooks, and
pre-commit and lefthook refuse to install where it is set.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.install.configured_shims import name_shims, remove_configured, write_shims
from hookkit.install.file_changes import make_folder, remove, remove_empty, write
from hookkit.install.outcome import AllClones, AllClonesRemoved, Removed
from hookkit.shims.own_configured import runs_configured_hooks
from hookkit.shims.person_folder import (
    all_clones_folder,
    mark_of,
    shims_folder,
    template_folder,
)
from hookkit.shims.template import Use, events, read_shim

TEMPLATE = "init.templateDir"

_MARK = b"Without this file the hooks of hookkit for all clones do nothing, copies of them too.\n"

# What git's own template has beside samples of hooks (git 2.55, templates/).
_TEMPLATE_FILES = {
    "description": b"Unnamed repository; edit this file 'description' to name the repository.\n",
    "info/exclude": (
        b"# git ls-files --others --exclude-from=.git/info/exclude\n"
        b"# Lines that start with '#' are comments.\n"
        b"# For a project mostly in C, the following would be a good set of\n"
        b"# exclude patterns (uncomment them if you want to use them):\n"
        b"# *.[oa]\n"
        b"# *~\n"
    ),
}


def install_for_all_clones(git: Git) -> AllClones:
    """Install hookkit for all clones of a person; ``git`` is in no repository.

    Raises Refused where a template or hooks folder of another would be lost or is in the way,
    GitFailed where git cannot write its configuration, and EnvironmentFailed where a file cannot
    be written.
    """
    with ExitStack() as undo:
        install = _by_configuration if runs_configured_hooks(git) else _by_template
        done = install(git, undo)
        write(mark_of(all_clones_folder()), _MARK, 0o644, undo)
        undo.pop_all()
    _remove_folders()
    return done


def _by_configuration(git: Git, undo: ExitStack) -> AllClones:
    python = Path(sys.executable)
    use = Use(all_clones_folder().as_posix(), is_config_hook=True)
    done = write_shims(shims_folder(), events(), python, use, undo)
    name_shims(git, "--global", [each.path for each in done], undo)
    _remove_template(git, undo)
    return AllClones("configuration", tuple(done), python)


def _by_template(git: Git, undo: ExitStack) -> AllClones:
    _check_hooks_path(git)
    _check_template(git)
    python, folder = Path(sys.executable), template_folder()
    use = Use(all_clones_folder().as_posix())
    done = write_shims(folder / "hooks", events(), python, use, undo)
    for name, content in _TEMPLATE_FILES.items():
        make_folder((folder / name).parent)
        write(folder / name, content, 0o644, undo)
    if _configured(git, TEMPLATE) is None:
        git.run("config", "--global", TEMPLATE, folder.as_posix())
        undo.callback(git.run, "config", "--global", "--unset-all", TEMPLATE)
    return AllClones("template", tuple(done), python)


def _configured(git: Git, key: str) -> tuple[str, str] | None:
    """Give the scope and the value of a key in the configuration of person and system."""
    answer = git.ask("config", "--show-scope", "-z", "--get", key)
    if answer.code != 0:
        return None
    scope, value = os.fsdecode(answer.out).split("\0")[:2]
    return scope, value


def _check_hooks_path(git: Git) -> None:
    found = _configured(git, "core.hooksPath")
    if found is None:
        return
    scope, value = found
    raise Refused(
        f"core.hooksPath is {value!r} by {scope} configuration: git looks for hooks there alone,"
        " and hookkit does not write over it. Take the setting away, or use git 2.54 or newer,"
        " with which hookkit works beside it",
        f"git config --{scope} --unset-all core.hooksPath && hookkit install --global",
    )


def _check_template(git: Git) -> None:
    found = _configured(git, TEMPLATE)
    if found is None or found[1] == template_folder().as_posix():
        return
    scope, value = found
    raise Refused(
        f"{TEMPLATE} is {value!r} by {scope} configuration, a template of another, and git has"
        " one only. Take the setting away, or use git 2.54 or newer, which needs no template",
        f"git config --{scope} --unset-all {TEMPLATE} && hookkit install --global",
    )


def uninstall_for_all_clones(git: Git) -> AllClonesRemoved:
    """Take away what was installed for all clones; ``git`` is in no repository.

    Raises GitFailed where git cannot write its configuration, EnvironmentFailed where a file
    cannot be removed.
    """
    with ExitStack() as undo:
        removed = remove_configured(git, "--global", undo)
        copied = _remove_template(git, undo)
        mark = mark_of(all_clones_folder())
        if mark.exists():
            remove(mark, undo)
        undo.pop_all()
    _remove_folders()
    return AllClonesRemoved((*removed, *copied), tuple(_stays(bool(copied))))


def _remove_template(git: Git, undo: ExitStack) -> list[Removed]:
    """Have git copy nothing of ours any more, and remove what it copied."""
    folder = template_folder()
    if _configured(git, TEMPLATE) == ("global", folder.as_posix()):
        git.run("config", "--global", "--unset-all", TEMPLATE)
        undo.callback(git.run, "config", "--global", TEMPLATE, folder.as_posix())
    for name, content in _TEMPLATE_FILES.items():
        place = folder / name
        if place.is_file() and place.read_bytes() == content:
            remove(place, undo)
    shims = [folder / "hooks" / event for event in events()]
    found = [each for each in shims if read_shim(each) is not None]
    for each in found:
        remove(each, undo)
    return [Removed(each.name, each) for each in found]


def _remove_folders() -> None:
    """Remove those of the folders that are empty now."""
    template = template_folder()
    for each in (template / "info", template / "hooks", template, shims_folder()):
        remove_empty(each)
    remove_empty(all_clones_folder())
    remove_empty(all_clones_folder().parent)


def _stays(was_copied: bool) -> Iterator[str]:
    folder = all_clones_folder()
    if folder.exists():
        yield f"{folder} has more than hookkit put there: {shlex.join(['ls', '-R', str(folder)])}"
    if was_copied:
        yield (
            "the copies in clones that were made meanwhile do nothing any more; hookkit uninstall"
            " in such a clone removes them"
        )
