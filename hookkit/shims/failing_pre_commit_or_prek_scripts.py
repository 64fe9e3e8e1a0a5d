"""Find scripts of pre-commit and prek that fail on a branch without their configuration."""

from __future__ import annotations

import os
import re

from hookkit.named_tuple import NamedTuple
from hookkit.shims.hooks_folder import PREVIOUS_HOOK_SUFFIX
from hookkit.shims.other_hook_scripts import pre_commit_or_prek_of_script
from hookkit.shims.read_pre_commit_config import PRE_COMMIT_CONFIG
from hookkit.shims.shim_file import events_with_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.shims.called_by_pre_commit_or_prek import PreCommitOrPrek

# The option in both scripts; prek's has it only if it was installed with --config.
_CONFIG_OPTION = rb"--config=[\"']?([^\s\"']+)"
_SKIP_OPTION = b"--skip-on-missing-config"
_DEFAULT_CONFIG_FILES = (PRE_COMMIT_CONFIG, ".pre-commit-config.yml", "prek.toml")
_ALLOW_NO_CONFIG_VARIABLES = ("PRE_COMMIT_ALLOW_NO_CONFIG", "PREK_ALLOW_NO_CONFIG")


class FailingScripts(NamedTuple):
    """The events whose scripts fail, the framework that wrote the scripts, and the missing file.

    ``config`` is that file, the configuration of the framework. ``has_previous_hook`` is whether
    one of the scripts is a previous hook, which hookkit's shim runs.
    """

    framework: PreCommitOrPrek
    events: tuple[str, ...]
    config: str
    has_previous_hook: bool

    @property
    def sentence(self) -> str:
        """The failure in words."""
        return (
            f"this branch has no {self.config}, without which the hooks of {self.framework} fail:"
            f" {', '.join(self.events)}"
        )

    @property
    def repair(self) -> str:
        """The command that makes the scripts do nothing on such a branch."""
        types = " ".join(f"--hook-type {event}" for event in self.events)
        command = f"{self.framework} install --allow-missing-config {types}"
        # pre-commit and prek do not overwrite a script that hookkit keeps under another name.
        kept = f"hookkit uninstall && {command} && hookkit install"
        return kept if self.has_previous_hook else command


def failing_scripts(top: str | None, folder: str) -> FailingScripts | None:
    """Give the scripts of a hooks folder that fail in a worktree, None if all work.

    ``top`` is the folder of the worktree, None if there is none. git stops the commit or the push
    whose script fails.
    """
    if top is None or any(os.environ.get(each) for each in _ALLOW_NO_CONFIG_VARIABLES):
        return None
    failures = {}
    for event in events_with_shim():
        for name in (event, event + PREVIOUS_HOOK_SUFFIX):
            failure = _missing_config(top, os.path.join(folder, name))
            if failure is not None:
                failures[name] = failure
    if not failures:
        return None
    framework, config = next(iter(failures.values()))
    event_names = tuple(dict.fromkeys(each.removesuffix(PREVIOUS_HOOK_SUFFIX) for each in failures))
    return FailingScripts(
        framework,
        event_names,
        config,
        any(each.endswith(PREVIOUS_HOOK_SUFFIX) for each in failures),
    )


def _missing_config(top: str, script: str) -> tuple[PreCommitOrPrek, str] | None:
    """Give the framework that wrote a script and the file that it lacks, None if it works."""
    framework = pre_commit_or_prek_of_script(script)
    if framework is None:
        return None
    with open(script, "rb") as file:
        text = file.read()
    option = re.search(_CONFIG_OPTION, text)
    names = (os.fsdecode(option[1]),) if option else _DEFAULT_CONFIG_FILES
    if _SKIP_OPTION in text or any(os.path.exists(os.path.join(top, each)) for each in names):
        return None
    return framework, names[0]
