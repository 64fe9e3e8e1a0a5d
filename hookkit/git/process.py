"""A git process: its environment, its result, and what each git command may change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    CommandEffect = Literal["refs", "index", "anything"]
    """What a git command may have changed; objects that it has added do not count."""

# git exports these variables to its hooks, and they would redirect every command that we run. They
# are the variables of `git rev-parse --local-env-vars`, except the ones for `git -c` and object
# directories, which a person sets on purpose; the author of the commit that is being made, who is
# not the author of our commits; and the pathspec modes that some programs (Magit) set for their own
# commands.
HOOK_VARIABLES = (
    "GIT_AUTHOR_DATE",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_NAME",
    "GIT_COMMITTER_DATE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)

# HOOKKIT=0: a hook that our own git commands set off must not start hookkit again.
# GIT_NO_LAZY_FETCH: hooks do not fetch, in a partial clone either (git 2.45).
# refs/replace and info/grafts are ignored: they are local to one repository, and a push could
# change what a check sees. GIT_GRAFT_FILE names a file that cannot exist, because for an empty file
# git would print advice.
FIXED_ENVIRONMENT = {
    "GIT_GRAFT_FILE": f"{os.devnull}/none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "HOOKKIT": "0",
    "LC_ALL": "C",
}

LAZY_FETCH_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "0"}
"""In a partial clone git may fetch missing objects for a command that a person gave."""

# Before git 2.41 core.useReplaceRefs overrides GIT_NO_REPLACE_OBJECTS.
_FORCED_SETTINGS = ("core.quotePath=false", "core.fsmonitor=false", "core.useReplaceRefs=false")
GIT_COMMAND = ("git", *(word for setting in _FORCED_SETTINGS for word in ("-c", setting)))
"""The first words of each command."""


class GitResult(NamedTuple):
    """The result of a git command: exit status (negative: minus the signal), stdout and stderr."""

    code: int
    out: bytes
    err: str


def environment_without_hook_variables() -> dict[str, str]:
    """Give the environment of this process without the HOOK_VARIABLES."""
    return {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES}


def execute(command: list[str], cwd: str, env: Mapping[str, str], data: bytes | None) -> GitResult:
    """Run ``command`` in the folder ``cwd`` with ``data`` on its stdin, and give its result.

    Raises EnvironmentFailed if the command could not be started.
    """
    try:
        completed = subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, input=data or b""
        )
    except FileNotFoundError as error:
        raise start_error(cwd) from error
    return GitResult(completed.returncode, completed.stdout, os.fsdecode(completed.stderr))


def start_error(cwd: str) -> EnvironmentFailed:
    """Give the error for a git that could not be started in the folder ``cwd``."""
    if not os.path.isdir(cwd):
        return EnvironmentFailed(f"the folder {cwd} does not exist")
    return EnvironmentFailed("git was not found on PATH", "git --version")


_REF_WRITERS = frozenset({"fetch", "notes", "push", "symbolic-ref", "update-ref"})

_READERS = frozenset(
    {
        *("blame", "cat-file", "check-attr", "check-ignore", "check-mailmap", "check-ref-format"),
        *("config", "diff", "diff-files", "diff-index", "diff-tree", "for-each-ref", "log"),
        *("ls-files", "ls-remote", "ls-tree", "merge-base", "merge-tree", "patch-id", "remote"),
        *("rev-list", "rev-parse", "show", "show-ref", "status", "symbolic-ref", "var"),
    }
)
"""Commands that are run for their output or exit status; only some forms of ``config`` write."""

_OBJECT_WRITERS = frozenset(
    {
        *("commit-tree", "hash-object", "mktree", "pack-objects", "unpack-objects", "write-tree"),
        *("fmt-merge-msg", "interpret-trailers", "stripspace"),
    }
)
"""Commands that write objects or nothing."""

_EFFECTS: dict[str, CommandEffect] = {
    **dict.fromkeys(("notes", "symbolic-ref", "update-ref"), "refs"),
    **dict.fromkeys(("read-tree", "update-index"), "index"),
}
_CONFIG_READS = frozenset({"--get", "--get-all", "--get-regexp", "--list"})


def _subcommand(args: Sequence[str]) -> str:
    words = iter(args)
    for word in words:
        if word == "-c":
            next(words)
        elif not word.startswith("-"):
            return word
    return ""


def writes_refs(args: Sequence[str]) -> bool:
    """Whether a git command may write a ref; `symbolic-ref` without ``-m`` only reads one."""
    name = _subcommand(args)
    return name in _REF_WRITERS and (name != "symbolic-ref" or "-m" in args)


def command_effect(args: Sequence[str]) -> CommandEffect | None:
    """Give what a git command may change; None if all cached results stay valid.

    New objects change no result.
    """
    name = _subcommand(args)
    if name in _OBJECT_WRITERS or _is_read(name, args):
        return None
    return _EFFECTS.get(name, "anything")


def _is_read(name: str, args: Sequence[str]) -> bool:
    if name == "config":
        return not _CONFIG_READS.isdisjoint(args)
    if name == "hook":
        return "list" in args
    if name == "symbolic-ref":
        return not writes_refs(args)
    if name == "update-index":
        return "--refresh" in args  # the entries stay
    return name in _READERS


def usually_only_reads(args: Sequence[str]) -> bool:
    """Whether a git command (its words after ``git``) only reads, or usually does (``config``)."""
    return _subcommand(args) in _READERS
