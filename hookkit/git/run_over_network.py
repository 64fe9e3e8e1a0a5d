"""git commands over the network, run with the environment and the terminal of the person."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from typing import IO, NamedTuple

from hookkit.git.process import GitResult, command_effect, environment_without_hook_variables
from hookkit.git.runner import Git

_REPOSITORY_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE")


class Listener(NamedTuple):
    """A function that is called with git's messages as they arrive.

    ``shows_progress`` says whether git shall report its progress to it.
    """

    receive: Callable[[bytes], None]
    shows_progress: bool


NO_LISTENER = Listener(lambda messages: None, False)
"""Ignores the messages: the result contains them."""


def run_over_network(git: Git, *args: str, listener: Listener = NO_LISTENER) -> GitResult:
    """Run ``git *args`` with the person's own environment and terminal; give its result.

    git may ask for a password, and the programs that it starts (hooks, a credential helper) have
    the person's environment, except for ``HOOKKIT=0``: the checks of hookkit's own hooks have run
    already.
    """
    with (
        tempfile.TemporaryFile() as out,
        subprocess.Popen(
            ["git", *args],
            cwd=git.top or git.git_dir,
            env=_environment(git),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
        ) as child,
    ):
        assert child.stderr
        try:
            messages = _listen(child.stderr, listener)
            code = child.wait()
        except BaseException:
            # Ctrl-C reaches git as well, other signals do not.
            child.terminate()
            child.wait()
            raise
        changed = command_effect(args)
        if changed is not None:
            git.invalidate(changed)
        out.seek(0)
        return GitResult(code, out.read(), os.fsdecode(messages))


def _listen(stream: IO[bytes], listener: Listener) -> bytes:
    messages = b""
    while data := os.read(stream.fileno(), 1 << 16):
        listener.receive(data)
        messages += data
    return messages


def _environment(git: Git) -> Mapping[str, str]:
    environment = environment_without_hook_variables()
    # If GIT_DIR is set, hooks work on this repository, whatever folder they change to.
    if "GIT_DIR" in os.environ:
        environment |= {name: git.env[name] for name in _REPOSITORY_VARIABLES if name in git.env}
    return environment | {"HOOKKIT": "0"}
