"""The hooks folder of a repository: its path, whether hookkit may write there, and its files."""

from __future__ import annotations

import os
import re

from hookkit.errors import Refused
from hookkit.git.config import config_values
from hookkit.git.runner import Git
from hookkit.hook_events import OWN_SHIM_EVENTS, SERVER_EVENTS
from hookkit.named_tuple import NamedTuple
from hookkit.shims.other_hook_scripts import (
    add_to_husky_command,
    is_husky_folder,
    is_pre_commit_or_prek_script,
    read_text,
)
from hookkit.shims.read_config_hook_shims import runs_config_hooks
from hookkit.shims.shim_file import Shim, read_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

PREVIOUS_HOOK_SUFFIX = ".before-hookkit"
"""The suffix of the previous hook, which was there before hookkit; the shim runs it first."""

CONFIG_HOOKS_COMMAND = "hookkit install --config-hooks"
"""The command that puts the hooks into git's configuration, not into the hooks folder."""

_PRE_COMMIT_LEGACY_SUFFIX = ".legacy"

SHIM_NAME = "hookkit"
"""The name of the shim in a folder of scripts such as ``pre-receive.d``."""


def find_shim(folder: str, event: str) -> tuple[str, Shim] | None:
    """Give the path and the shim that runs at an event in a hooks folder, None if none does."""
    hook = os.path.join(folder, event)
    for path in (hook, hook + _PRE_COMMIT_LEGACY_SUFFIX):
        shim = read_shim(path)
        if shim is not None and (path == hook or is_pre_commit_or_prek_script(hook)):
            return path, shim
    if event in SERVER_EVENTS and runs_script_folder(hook, event):
        path = os.path.join(f"{hook}.d", SHIM_NAME)
        shim = read_shim(path)
        return None if shim is None else (path, shim)
    return None


def runs_script_folder(hook: str, event: str) -> bool:
    """Whether the hook of an event is a script that runs all files in the folder ``EVENT.d``.

    Gitea and Forgejo put such a script into each repository, and may overwrite it at any time.
    """
    return re.search(rf"(?:\$\{{?hookname\}}?|{event})\.d/\*", read_text(hook)) is not None


class HookFiles(NamedTuple):
    """The paths in the hooks folder for one event; any of the files may be missing."""

    event: str
    folder: Path

    @property
    def hook(self) -> Path:
        """The file that git runs."""
        return self.folder / self.event

    @property
    def previous_hook(self) -> Path:
        """The path for the hook that was there before hookkit; the shim runs it first."""
        return self.folder / f"{self.event}{PREVIOUS_HOOK_SUFFIX}"

    @property
    def pre_commit_legacy_hook(self) -> Path:
        """The path to which pre-commit and prek move an earlier hook; they still run it."""
        return self.folder / f"{self.event}{_PRE_COMMIT_LEGACY_SUFFIX}"

    @property
    def lefthook_old_hook(self) -> Path:
        """The path to which lefthook moves an earlier hook; that hook does not run any more."""
        return self.folder / f"{self.event}.old"

    @property
    def shim_in_folder(self) -> Path:
        """The path of the shim if the hook runs a folder of scripts (``runs_script_folder``)."""
        return self.folder / f"{self.event}.d" / SHIM_NAME

    @property
    def install_path(self) -> Path:
        """The path for a new shim.

        If the hook is the script of pre-commit or prek, but these cannot do all the work of the
        event, the path is ``pre_commit_legacy_hook``: their script runs that file. If a server's
        hook runs a folder of scripts, the path is ``shim_in_folder``. Else it is ``hook``.
        """
        if self.event in SERVER_EVENTS and runs_script_folder(str(self.hook), self.event):
            return self.shim_in_folder
        return (
            self.pre_commit_legacy_hook
            if self.event in OWN_SHIM_EVENTS and is_pre_commit_or_prek_script(self.hook)
            else self.hook
        )

    @property
    def shim(self) -> Path | None:
        """The path of hookkit's shim that runs at the event, None if there is none."""
        found = find_shim(str(self.folder), self.event)
        return self.folder / os.path.relpath(found[0], self.folder) if found is not None else None


def default_hooks_folder(git: Git) -> Path:
    """Give the hooks folder that the repository has if ``core.hooksPath`` is not set."""
    return git.common_dir / "hooks"


def hooks_path_setting(git: Git) -> tuple[str, str] | None:
    """Give the scope (``local``, ``global``, …) and value of ``core.hooksPath``, None if unset."""
    result = git.try_run("config", "--show-scope", "-z", "--get", "core.hooksPath")
    if result.code != 0:
        return None
    scope, value = os.fsdecode(result.out).split("\0")[:2]
    return scope, value


def active_hooks_folder(git: Git) -> Path:
    """Give the folder in which git looks for hooks, even if others use it too."""
    from pathlib import Path

    return Path(active_hooks_path(git))


def active_hooks_path(git: Git) -> str:
    """Give the path of the folder in which git looks for hooks, usually without a git process."""
    values = config_values(git, "core.hookspath")
    if not values:
        return os.path.join(git.paths.common_dir, "hooks")
    path = values[-1] or ""
    if path.startswith(("~", "%", ":(")):  # git expands these
        path = git.line("rev-parse", "--git-path", "hooks")
    return os.path.normpath(os.path.join(git.paths.folder, path))


def hooks_folders(git: Git) -> list[Path]:
    """Give the hooks folders of this repository that may contain shims of hookkit."""
    # core.hooksPath may have been set after the shims were installed. A folder that other
    # repositories use too is not ours to change.
    setting = hooks_path_setting(git)
    folders = [default_hooks_folder(git)]
    if setting is not None and setting[0] in ("local", "worktree") and setting[1]:
        folders.append(active_hooks_folder(git))
    return list(dict.fromkeys(folders))


def shim_policy_path(git: Git) -> str | None:
    """Give the policy file that a server's shim names: "" for the default, None without a shim."""
    folder = active_hooks_path(git)
    shims = filter(None, (find_shim(folder, event) for event in SERVER_EVENTS))
    return next((shim.policy_file for _, shim in shims), None)


def writable_hooks_folder(git: Git) -> Path:
    """Give the hooks folder that hookkit may write to.

    Raises Refused if ``core.hooksPath`` is empty, is not set for this repository alone, or names
    husky's folder or a missing folder outside of the repository.
    """
    setting = hooks_path_setting(git)
    if setting is None:
        return active_hooks_folder(git)
    scope, value = setting
    if scope not in ("local", "worktree"):
        raise _refused_scope(git, scope, value)
    if not value:
        raise Refused(
            "core.hooksPath is set to nothing, so git takes the worktree itself for hooks",
            f"git config --{scope} --unset-all core.hooksPath",
        )
    folder = active_hooks_folder(git)
    if is_husky_folder(folder):
        raise _refused_husky(git, folder)
    if not folder.exists() and not _is_inside(git, folder):
        sentence = f"core.hooksPath is {value!r}, where there is no folder: git runs no hook here"
        repair = f"git config --{scope} --unset-all core.hooksPath"
        raise Refused(f"{sentence}. Take the setting away, or make the folder", repair)
    return folder


def _is_inside(git: Git, folder: Path) -> bool:
    """Whether a folder is in the worktree or in the git directory of the repository."""
    folders = [git.common_dir, *([git.top] if git.top else [])]
    return any(folder.resolve().is_relative_to(each.resolve()) for each in folders)


def _refused_scope(git: Git, scope: str, value: str) -> Refused:
    from shlex import quote

    command = f"git config --local core.hooksPath {quote(str(default_hooks_folder(git)))}"
    if scope == "command":
        alternative = (
            "run hookkit without `git -c core.hooksPath` and without GIT_CONFIG_* settings"
        )
    else:
        alternative = f"take the setting away: git config --{scope} --unset-all core.hooksPath"
    if runs_config_hooks(git):
        alternative += f" — or have git run hookkit beside it: {CONFIG_HOOKS_COMMAND}"
    return Refused(
        f"core.hooksPath is {value!r} by {scope} configuration, a folder that other repositories"
        f" use too. Either give this repository hooks of its own: {command} — or {alternative}",
        command,
    )


def _refused_husky(git: Git, folder: Path) -> Refused:
    alternative = f", or for you alone: {CONFIG_HOOKS_COMMAND}" if runs_config_hooks(git) else ""
    return Refused(
        f"{folder} is generated by husky, which would overwrite a shim there;"
        f" let husky's own hooks call hookkit instead{alternative}",
        add_to_husky_command(folder),
    )
