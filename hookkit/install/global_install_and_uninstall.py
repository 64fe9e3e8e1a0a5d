"""``hookkit install --global``, and its uninstall: hookkit in all clones of a person.

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
from hookkit.install.config_hook_shims import (
    configure_config_hooks,
    plan_shims,
    remove_config_hook_shims,
    shims_without_config_hook,
    write_shims,
)
from hookkit.install.hook_interpreter import this_python_through_link
from hookkit.install.install_and_uninstall_outcomes import (
    AllClonesInstallation,
    AllClonesRemoval,
    EventInstallation,
    EventRemoval,
    InstallMethod,
)
from hookkit.install.reversible_file_changes import (
    make_folder,
    remove_empty_folder,
    remove_file,
    write_whole_file,
)
from hookkit.shims.global_install_paths import (
    global_install_folder,
    global_shims_folder,
    installed_marker,
    template_folder,
)
from hookkit.shims.read_config_hook_shims import read_config_hook_shims, runs_config_hooks
from hookkit.shims.shim_file import ShimKind, events_with_shim, read_shim

TEMPLATE_SETTING = "init.templateDir"

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


def plan_install_for_all_clones(git: Git) -> AllClonesInstallation:
    """Say what ``install_for_all_clones`` would do, and change nothing.

    A current shim that git does not run yet is ``renewed``. Raises Refused if
    ``install_for_all_clones`` would.
    """
    method: InstallMethod = "configuration" if runs_config_hooks(git) else "template"
    python = this_python_through_link()
    if method == "template":
        _require_no_hooks_path(git)
        _require_no_other_template(git)
    folder = global_shims_folder() if method == "configuration" else template_folder() / "hooks"
    planned_shims = plan_shims(folder, events_with_shim(), python, _shim_kind(method))
    missing_events: Collection[str] = ()
    if not installed_marker(global_install_folder()).exists():
        missing_events = events_with_shim()
    elif method == "configuration":
        paths = [each.path for each in planned_shims]
        missing_events = [each.name for each in shims_without_config_hook(git, "--global", paths)]
    elif _scope_and_value(git, TEMPLATE_SETTING) is None:
        missing_events = events_with_shim()
    events = (
        (
            replace(each, action="renewed")
            if each.event in missing_events and each.action == "unchanged"
            else each
        )
        for each in planned_shims
    )
    return AllClonesInstallation(method, tuple(events), python)


def _shim_kind(method: InstallMethod) -> ShimKind:
    return ShimKind(global_install_folder().as_posix(), is_config_hook=method == "configuration")


def install_for_all_clones(git: Git) -> AllClonesInstallation:
    """Install hookkit for all clones of a person; ``git`` is in no repository.

    Raises Refused if a template or hooks folder of another tool is configured, GitFailed if git
    cannot write its configuration, and EnvironmentFailed if a file cannot be written.
    """
    planned = plan_install_for_all_clones(git)
    if planned.is_unchanged:
        return planned
    with ExitStack() as rollback:
        if planned.method == "configuration":
            written = _install_by_configuration(git, planned, rollback)
        else:
            written = _install_by_template(git, planned, rollback)
        write_whole_file(installed_marker(global_install_folder()), _MARKER_TEXT, 0o644, rollback)
        rollback.pop_all()
    _remove_empty_folders()
    pairs = zip(planned.events, written, strict=True)
    installations = (
        replace(shim, edited_copy=written_shim.edited_copy) for shim, written_shim in pairs
    )
    return replace(planned, events=tuple(installations))


def _install_by_configuration(
    git: Git, planned: AllClonesInstallation, rollback: ExitStack
) -> list[EventInstallation]:
    written = write_shims(
        global_shims_folder(),
        events_with_shim(),
        planned.python,
        _shim_kind(planned.method),
        rollback,
    )
    configure_config_hooks(git, "--global", [each.path for each in written], rollback)
    _remove_template(git, rollback)
    return written


def _install_by_template(
    git: Git, planned: AllClonesInstallation, rollback: ExitStack
) -> list[EventInstallation]:
    folder = template_folder()
    written = write_shims(
        folder / "hooks", events_with_shim(), planned.python, _shim_kind(planned.method), rollback
    )
    for name, content in _TEMPLATE_FILES.items():
        make_folder((folder / name).parent)
        write_whole_file(folder / name, content, 0o644, rollback)
    if _scope_and_value(git, TEMPLATE_SETTING) is None:
        git.run("config", "--global", TEMPLATE_SETTING, folder.as_posix())
        rollback.callback(git.run, "config", "--global", "--unset-all", TEMPLATE_SETTING)
    return written


def _scope_and_value(git: Git, key: str) -> tuple[str, str] | None:
    """Give the scope and value of a key in the user's or the system's configuration, or None."""
    result = git.try_run("config", "--show-scope", "-z", "--get", key)
    if result.code != 0:
        return None
    scope, value = os.fsdecode(result.out).split("\0")[:2]
    return scope, value


def _require_no_hooks_path(git: Git) -> None:
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


def _require_no_other_template(git: Git) -> None:
    found = _scope_and_value(git, TEMPLATE_SETTING)
    if found is None or found[1] == template_folder().as_posix():
        return
    scope, value = found
    raise Refused(
        f"{TEMPLATE_SETTING} is {value!r} by {scope} configuration, a template of another, and git"
        " has one only. Take the setting away, or use git 2.54 or newer, which needs no template",
        f"git config --{scope} --unset-all {TEMPLATE_SETTING} && hookkit install --global",
    )


def uninstall_for_all_clones(git: Git) -> AllClonesRemoval:
    """Remove the installation for all clones; ``git`` is in no repository.

    Raises GitFailed if git cannot write its configuration, EnvironmentFailed if a file cannot be
    removed.
    """
    with ExitStack() as rollback:
        removed = remove_config_hook_shims(git, "--global", rollback)
        removed_copies = _remove_template(git, rollback)
        marker = installed_marker(global_install_folder())
        if marker.exists():
            remove_file(marker, rollback)
        rollback.pop_all()
    _remove_empty_folders()
    return AllClonesRemoval(
        (*removed, *removed_copies), tuple(_remaining_notes(bool(removed_copies)))
    )


def plan_uninstall_for_all_clones(git: Git) -> AllClonesRemoval:
    """Say what ``uninstall_for_all_clones`` would remove, and change nothing."""
    hooks = read_config_hook_shims(git, "--global").values()
    configured = (EventRemoval(each.event, Path(each.path)) for each in hooks)
    from_template = (EventRemoval(each.name, each) for each in _template_shims())
    return AllClonesRemoval((*configured, *from_template))


def _template_shims() -> list[Path]:
    shims = [template_folder() / "hooks" / event for event in events_with_shim()]
    return [each for each in shims if read_shim(each) is not None]


def _remove_template(git: Git, rollback: ExitStack) -> list[EventRemoval]:
    """Remove our template from git's configuration, then the template's files; give its shims."""
    folder = template_folder()
    if _scope_and_value(git, TEMPLATE_SETTING) == ("global", folder.as_posix()):
        git.run("config", "--global", "--unset-all", TEMPLATE_SETTING)
        rollback.callback(git.run, "config", "--global", TEMPLATE_SETTING, folder.as_posix())
    for name, content in _TEMPLATE_FILES.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == content:
            remove_file(path, rollback)
    shims = _template_shims()
    for each in shims:
        remove_file(each, rollback)
    return [EventRemoval(each.name, each) for each in shims]


def _remove_empty_folders() -> None:
    """Remove the folders that are empty now."""
    template = template_folder()
    for each in (template / "info", template / "hooks", template, global_shims_folder()):
        remove_empty_folder(each)
    remove_empty_folder(global_install_folder())
    remove_empty_folder(global_install_folder().parent)


def _remaining_notes(was_copied: bool) -> Iterator[str]:
    folder = global_install_folder()
    if folder.exists():
        yield f"{folder} has more than hookkit put there: {shlex.join(['ls', '-R', str(folder)])}"
    if was_copied:
        yield (
            "the copies in clones that were made meanwhile do nothing any more; hookkit uninstall"
            " in such a clone removes them"
        )
