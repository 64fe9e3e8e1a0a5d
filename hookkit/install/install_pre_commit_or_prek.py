"""Install pre-commit or prek for the events whose work its configuration gives to hookkit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from hookkit.errors import EnvironmentFailed
from hookkit.git.process import environment_without_hook_variables
from hookkit.git.runner import Git
from hookkit.install.install_and_uninstall_outcomes import EventInstallation
from hookkit.install.uninstall import remove_shim
from hookkit.shims.hooks_folder import HookFiles
from hookkit.shims.other_hook_scripts import (
    is_pre_commit_or_prek_script,
    pre_commit_or_prek_of_folder,
)
from hookkit.shims.read_pre_commit_config import PRE_COMMIT_CONFIG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.shims.called_by_pre_commit_or_prek import PreCommitOrPrek


def install_pre_commit_or_prek(
    git: Git, files: Sequence[HookFiles], rollback: ExitStack
) -> list[EventInstallation]:
    """Install pre-commit or prek for some events, instead of our shims."""
    if not files:
        return []
    framework = pre_commit_or_prek_of_folder(files[0].folder)
    removed = [remove_shim(each, rollback) for each in files]
    missing = [each.event for each in files if not is_pre_commit_or_prek_script(each.hook)]
    output = install_scripts(git, framework, missing) if missing else ""
    return [
        EventInstallation(
            each.event,
            each.hook,
            (
                "installed"
                if each.event in missing
                else "unchanged" if removal.is_unchanged else "renewed"
            ),
            owner=framework,
            previous_hook=(
                each.pre_commit_legacy_hook
                if os.path.lexists(each.pre_commit_legacy_hook)
                else None
            ),
            edited_copy=removal.edited_copy,
            output=output if missing[:1] == [each.event] else "",
        )
        for each, removal in zip(files, removed, strict=True)
    ]


def install_scripts(git: Git, framework: PreCommitOrPrek, event_names: Sequence[str]) -> str:
    """Have pre-commit or prek install its scripts for some events, and give its output.

    Raises EnvironmentFailed if its exit status is not 0.
    """
    arguments = ["install", *(word for event in event_names for word in ("--hook-type", event))]
    result = subprocess.run(
        [*_start_command(framework), *arguments],
        cwd=git.top,
        env=environment_without_hook_variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output = os.fsdecode(result.stdout).strip()
    if result.returncode != 0:
        raise EnvironmentFailed(
            f"{framework} owns {', '.join(event_names)} by {PRE_COMMIT_CONFIG}, and its"
            f" installation ended with status {result.returncode}: {output}",
            f"{framework} {' '.join(arguments)}",
        )
    return output


def _start_command(framework: PreCommitOrPrek) -> list[str]:
    if framework == "prek":
        prek_path = os.path.join(os.path.dirname(sys.executable), "prek")
        return [prek_path if os.path.exists(prek_path) else "prek"]
    # Not -m: it would import a pre_commit.py from the worktree, and without -I Python 3.13 its
    # linecache.py. sys.path is copied from here.
    code = f"import sys; sys.path[:] = {sys.path!r}; from pre_commit.main import main"
    return [sys.executable, "-I", "-c", f"{code}; sys.exit(main())"]
