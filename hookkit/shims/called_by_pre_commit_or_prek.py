"""Which of pre-commit and prek calls this process, and at which stage.

prek sets a variable to the stage. pre-commit does not, so the stage is read from the command line
of the parent process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    PreCommitOrPrek = Literal["pre-commit", "prek"]

_STAGE_VARIABLE = "PREK_HOOK_STAGE"
_STAGE_OPTIONS = ("--hook-type", "--hook-stage", "--stage")
_OLD_STAGE_NAMES = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}


class PreCommitOrPrekCall(NamedTuple):
    """How pre-commit or prek runs this process.

    ``stage`` is None if it is unknown. ``is_called_by_git`` is True if git runs the framework as a
    hook, False if a person started it.
    """

    framework: PreCommitOrPrek
    stage: str | None
    is_called_by_git: bool


def find_pre_commit_or_prek_call(environ: Mapping[str, str]) -> PreCommitOrPrekCall:
    """Find how a framework runs this process; ``environ`` is the environment."""
    call = parse_argv(parent_argv() or ())
    if call is None:
        framework: PreCommitOrPrek = "prek" if _STAGE_VARIABLE in environ else "pre-commit"
        # git sets GIT_PREFIX for its hooks.
        call = PreCommitOrPrekCall(framework, None, "GIT_PREFIX" in environ)
    return call._replace(stage=environ.get(_STAGE_VARIABLE) or call.stage)


def parse_argv(argv: Sequence[str]) -> PreCommitOrPrekCall | None:
    """Read the command line of pre-commit or prek; None if it is another program's."""
    names = {os.path.basename(each).removesuffix(".exe") for each in argv[:3]}
    if "prek" in names:
        framework: PreCommitOrPrek = "prek"
    elif names & {"pre-commit", "pre_commit", "-mpre_commit"}:
        framework = "pre-commit"
    else:
        return None
    is_called_by_git = "hook-impl" in argv
    default_stage = None if is_called_by_git else "pre-commit"
    return PreCommitOrPrekCall(framework, _stage_in(argv) or default_stage, is_called_by_git)


def _stage_in(argv: Sequence[str]) -> str | None:
    stage = None
    for word, next_word in zip(argv, [*argv[1:], ""]):
        if word == "--":
            break
        name, is_joined, value = word.partition("=")
        # Both programs accept a prefix of an option.
        if len(name) >= len("--stage") and any(each.startswith(name) for each in _STAGE_OPTIONS):
            stage = value if is_joined else next_word
    return stage and _OLD_STAGE_NAMES.get(stage, stage)


def parent_argv() -> list[str] | None:
    """Give the command line of the parent process, None if it is unknown."""
    if sys.platform == "win32":
        return None
    try:
        with open(f"/proc/{os.getppid()}/cmdline", "rb") as file:
            return os.fsdecode(file.read()).split("\0")[:-1]
    except OSError:  # a system without /proc, such as macOS
        return _argv_by_ps()


def _argv_by_ps() -> list[str] | None:
    import subprocess

    command = ["ps", "-ww", "-o", "args=", "-p", str(os.getppid())]
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return None
    return os.fsdecode(result.stdout).split() or None
