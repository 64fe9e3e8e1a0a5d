"""Install the scripts of a framework, pre-commit or prek, or find which one is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.process import environment_without_hook_variables
from hookkit.git.runner import Git
from hookkit.hook_events import PRE_COMMIT_CONFIG
from hookkit.shims.pre_commit_or_prek_script import framework_of_script
from hookkit.shims.shim_file import events_with_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from hookkit.shims.calling_pre_commit_or_prek import PreCommitOrPrek


def framework_of_folder(folder: str | Path) -> PreCommitOrPrek:
    """Give the framework that wrote the scripts in a hooks folder.

    prek only if it wrote all of them; pre-commit also without any script.
    """
    frameworks = {framework_of_script(os.path.join(folder, event)) for event in events_with_shim()}
    return "prek" if "prek" in frameworks and "pre-commit" not in frameworks else "pre-commit"


def install_framework_scripts(
    git: Git, framework: PreCommitOrPrek, event_names: Sequence[str]
) -> str:
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
