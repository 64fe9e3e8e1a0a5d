"""The main job shown once: a sloppy file, its commit, and the correction that the hook makes."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.install.install import install

NAME = "shop.py"
SLOPPY = """\
import json,sys
def total(prices,tax):
    gross=lambda price: price + price*tax
    return sum(map(gross,prices))
"""
SUBJECT = "Add tax"

# The sloppy commit is not the first: a first commit cannot be squashed as all others can.
BEGIN = ("commit", "--quiet", "--allow-empty", "--message", "Begin")


class Step(NamedTuple):
    """One command of the demo, and the bytes that it printed."""

    command: str
    output: bytes
    is_patch: bool = False


def demonstrate(git: Git, env: Mapping[str, str]) -> Iterator[Step]:
    """Show the main job in the empty repository ``git``, each step when it has been done.

    ``env`` is added to the environment in which the hook runs. Raises what installing raises, and
    GitFailed where git cannot commit.
    """
    install(git)
    git.run(*BEGIN)
    assert git.top is not None
    (git.top / NAME).write_bytes(SLOPPY.encode())
    yield Step(f"cat {NAME}", SLOPPY.encode())
    git.run("add", NAME)
    args = ("commit", "-q", "-m", SUBJECT)
    # hookkit's own git commands switch hookkit off; this commit is a person's.
    ended = git.ask(*args, env={**env, "HOOKKIT": ""})
    if ended.code != 0:
        raise GitFailed(args, ended.code, ended.err)
    yield Step(f"git {shlex.join(args)}", os.fsencode(ended.err))
    yield Step("git diff", git.run("diff"), is_patch=True)
