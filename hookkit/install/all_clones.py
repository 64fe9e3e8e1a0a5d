"""``hookkit install --global``: hookkit in all clones of a person.

git 2.54 and newer runs the hooks that its configuration names in addition to the hooks folder of
each clone, so that no hook is replaced. An older git copies a template into each new clone.
``core.hooksPath`` would reach all clones of an older git, too, but it hides each clone's own hooks,
and pre-commit and lefthook refuse to install if it is set.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.install.configured_shims import (
    name_shims,
    plan_shims,
    remove_configured,
    unnamed,
    write_shims,
)
from hookkit.install.file_changes import make_folder, remove, remove_empty, write
from hookkit.install.interpreter import python_to_name
from hookkit.install.outcome import AllClones, AllClonesRemoved, Installed, Mechanism, Removed
from hookkit.shims.all_clones_folder import (
    all_clones_folder,
    installed_marker,
    shims_folder,
    template_folder,
)
from hookkit.shims.config_hooks import read_configured_shims, runs_configured_hooks
from hookkit.shims.template import ShimKind, events, read_shim

TEMPLATE = "init.templateDir"

_MARKER_TEXT = (
    b"Without this file the hooks of hookkit for all clones do nothing, copies of them too.\n"
)

# The files of git's own template except the sample hooks (git 2.55, templates/).
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


def plan_for_all_clones(git: Git) -> AllClones:
    """Say what ``install_for_all_clones`` would do, and change nothing.

    A current shim that git does not run yet is ``renewed``. Raises Refused if
    ``install_for_all_clones`` would.
    """
    mechanism: Mechanism = "configuration" if runs_configured_hooks(git) else "template"
    python = python_to_name()
    if mechanism == "configuration":
        steps = plan_shims(shims_folder(), events(), python, _kind(mechanism))
        missing = {each.name for each in unnamed(git, "--global", [each.path for each in steps])}
    else:
        _check_hooks_path(git)
        _check_template(git)
        steps = plan_shims(template_folder() / "hooks", events(), python, _kind(mechanism))
        missing = set(events()) if _scope_and_value(git, TEMPLATE) is None else set()
    if not installed_marker(all_clones_folder()).exists():
        missing = set(events())
    return AllClones(mechanism, tuple(_renew_if_missing(each, missing) for each in steps), python)


def _renew_if_missing(step: Installed, missing: Collection[str]) -> Installed:
    is_missing = step.event in missing and step.done == "unchanged"
    return replace(step, done="renewed") if is_missing else step


def _kind(mechanism: Mechanism) -> ShimKind:
    return ShimKind(all_clones_folder().as_posix(), is_config_hook=mechanism == "configuration")


def install_for_all_clones(git: Git) -> AllClones:
    """Install hookkit for all clones of a person; ``git`` is in no repository.

    Raises Refused if a template or hooks folder of another tool is configured, GitFailed if git
    cannot write its configuration, and EnvironmentFailed if a file cannot be written.
    """
    planned = plan_for_all_clones(git)
    if planned.is_unchanged:
        return planned
    with ExitStack() as rollback:
        if planned.mechanism == "configuration":
            done = _install_by_configuration(git, planned, rollback)
        else:
            done = _install_by_template(git, planned, rollback)
        write(installed_marker(all_clones_folder()), _MARKER_TEXT, 0o644, rollback)
        rollback.pop_all()
    _remove_folders()
    pairs = zip(planned.events, done, strict=True)
    steps = (replace(step, edited=written.edited) for step, written in pairs)
    return replace(planned, events=tuple(steps))


def _install_by_configuration(git: Git, planned: AllClones, rollback: ExitStack) -> list[Installed]:
    done = write_shims(shims_folder(), events(), planned.python, _kind(planned.mechanism), rollback)
    name_shims(git, "--global", [each.path for each in done], rollback)
    _remove_template(git, rollback)
    return done


def _install_by_template(git: Git, planned: AllClones, rollback: ExitStack) -> list[Installed]:
    folder = template_folder()
    done = write_shims(
        folder / "hooks", events(), planned.python, _kind(planned.mechanism), rollback
    )
    for name, content in _TEMPLATE_FILES.items():
        make_folder((folder / name).parent)
        write(folder / name, content, 0o644, rollback)
    if _scope_and_value(git, TEMPLATE) is None:
        git.run("config", "--global", TEMPLATE, folder.as_posix())
        rollback.callback(git.run, "config", "--global", "--unset-all", TEMPLATE)
    return done


def _scope_and_value(git: Git, key: str) -> tuple[str, str] | None:
    """Give the scope and value of a key in the user's or the system's configuration, or None."""
    answer = git.ask("config", "--show-scope", "-z", "--get", key)
    if answer.code != 0:
        return None
    scope, value = os.fsdecode(answer.out).split("\0")[:2]
    return scope, value


def _check_hooks_path(git: Git) -> None:
    found = _scope_and_value(git, "core.hooksPath")
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
    found = _scope_and_value(git, TEMPLATE)
    if found is None or found[1] == template_folder().as_posix():
        return
    scope, value = found
    raise Refused(
        f"{TEMPLATE} is {value!r} by {scope} configuration, a template of another, and git has"
        " one only. Take the setting away, or use git 2.54 or newer, which needs no template",
        f"git config --{scope} --unset-all {TEMPLATE} && hookkit install --global",
    )


def uninstall_for_all_clones(git: Git) -> AllClonesRemoved:
    """Remove the installation for all clones; ``git`` is in no repository.

    Raises GitFailed if git cannot write its configuration, EnvironmentFailed if a file cannot be
    removed.
    """
    with ExitStack() as rollback:
        removed = remove_configured(git, "--global", rollback)
        copied = _remove_template(git, rollback)
        marker = installed_marker(all_clones_folder())
        if marker.exists():
            remove(marker, rollback)
        rollback.pop_all()
    _remove_folders()
    return AllClonesRemoved((*removed, *copied), tuple(_what_stays(bool(copied))))


def plan_uninstall_for_all_clones(git: Git) -> AllClonesRemoved:
    """Say what ``uninstall_for_all_clones`` would remove, and change nothing."""
    hooks = read_configured_shims(git, "--global").values()
    configured = (Removed(each.event, Path(each.path)) for each in hooks)
    from_template = (Removed(each.name, each) for each in _template_shims())
    return AllClonesRemoved((*configured, *from_template))


def _template_shims() -> list[Path]:
    shims = [template_folder() / "hooks" / event for event in events()]
    return [each for each in shims if read_shim(each) is not None]


def _remove_template(git: Git, rollback: ExitStack) -> list[Removed]:
    """Remove our template from git's configuration, then the template's files; give its shims."""
    folder = template_folder()
    if _scope_and_value(git, TEMPLATE) == ("global", folder.as_posix()):
        git.run("config", "--global", "--unset-all", TEMPLATE)
        rollback.callback(git.run, "config", "--global", TEMPLATE, folder.as_posix())
    for name, content in _TEMPLATE_FILES.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == content:
            remove(path, rollback)
    found = _template_shims()
    for each in found:
        remove(each, rollback)
    return [Removed(each.name, each) for each in found]


def _remove_folders() -> None:
    """Remove the folders that are empty now."""
    template = template_folder()
    for each in (template / "info", template / "hooks", template, shims_folder()):
        remove_empty(each)
    remove_empty(all_clones_folder())
    remove_empty(all_clones_folder().parent)


def _what_stays(was_copied: bool) -> Iterator[str]:
    folder = all_clones_folder()
    if folder.exists():
        yield f"{folder} has more than hookkit put there: {shlex.join(['ls', '-R', str(folder)])}"
    if was_copied:
        yield (
            "the copies in clones that were made meanwhile do nothing any more; hookkit uninstall"
            " in such a clone removes them"
        )
