"""The hook events of git, in one table: which checks run at each, or that commits are corrected.

With them are the words that a shim passes before its event.

The shims, the stages in ``.pre-commit-hooks.yaml``, the levels of the settings, the dispatch of
``hookkit hook`` and the page of rules are made from it or compared with it by a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

IF_CONFIGURED_OPTION, CONFIG_HOOK_OPTION = "--if-configured", "--config-hook"
"""Options that a shim passes before the event. The first says that the shim is for all clones of a
person, the second that git's configuration names it, so that it runs besides the hooks folder."""

POLICY_OPTION = "--policy="
"""The option with which the shim of a server passes the file of its policy, before the event."""

SHIM_VERSION = 4
"""The version of the shims that this hookkit writes (hooks/frame.sh), increased when an older
hookkit would not understand a new shim."""

_SHIM_PREFIX = "--shim="


def shim_option(version: int) -> str:
    """Give the option with which a shim passes its version; shims before 4 pass none."""
    return f"{_SHIM_PREFIX}{version}"


def newer_shim_version(options: Iterable[str]) -> int | None:
    """Give the version of the shim with these options, None unless a newer hookkit wrote it."""
    numbers = (
        int(each.removeprefix(_SHIM_PREFIX)) for each in options if each.startswith(_SHIM_PREFIX)
    )
    return next((number for number in numbers if number > SHIM_VERSION), None)


def split_shim_arguments(arguments: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Split the words of a shim into its options, and the event with its arguments."""
    options = []
    for word in arguments:
        if not _is_option(word):
            break
        options.append(word)
    return frozenset(options), tuple(arguments[len(options) :])


def _is_option(argument: str) -> bool:
    if argument.startswith(_SHIM_PREFIX):
        return argument.removeprefix(_SHIM_PREFIX).isdecimal()
    return argument in (IF_CONFIGURED_OPTION, CONFIG_HOOK_OPTION) or argument.startswith(
        POLICY_OPTION
    )


class Event(NamedTuple):
    """A hook of git by git's own name (githooks(5)), and what hookkit does there.

    ``action`` is to correct commits, to check a command of git before or after it, or to check a
    push on the server. ``checks`` are the names of the checks that run. ``has_stdin`` is True if
    git writes lines to the standard input of the hook. ``skip_command`` is the command of git that
    skips the hook, "" if the hook stops nothing. ``has_own_shim`` is True if hookkit installs its
    own shim also under pre-commit, which passes only the first ref of a push to its hooks.
    """

    name: str
    action: Literal["correct", "check", "receive"]
    checks: tuple[str, ...] = ()
    has_stdin: bool = False
    skip_command: str = ""
    has_own_shim: bool = False


_SKIP_COMMAND = "git commit --no-verify"

EVENTS = (
    Event("post-commit", "correct"),
    Event("post-rewrite", "correct", has_stdin=True),
    Event(
        "pre-commit",
        "check",
        ("branch-name", "protected-branch", "rebase-before-merge", "fixups", "debt"),
        skip_command=_SKIP_COMMAND,
    ),
    # `git commit` concludes a refused merge, so the skip command is the same.
    Event(
        "pre-merge-commit", "check", ("rebase-before-merge", "fixups"), skip_command=_SKIP_COMMAND
    ),
    Event("commit-msg", "check", ("ticket",), skip_command=_SKIP_COMMAND),
    Event("post-checkout", "check", ("branch-name",)),
    Event("post-merge", "check", ("history",)),
    Event(
        "pre-push",
        "check",
        (
            "branch-name",
            "protected-branch",
            "rebase-before-merge",
            "history",
            "force-push",
            "fixups",
            "topic",
        ),
        has_stdin=True,
        skip_command="git push --no-verify",
        has_own_shim=True,
    ),
    Event(
        "pre-receive",
        "receive",
        (
            "branch-name",
            "protected-branch",
            "history",
            "force-push",
            "fixups",
            "ticket",
            "replace-refs",
            "debt",
        ),
        has_stdin=True,
    ),
)
"""The events for which there are shims."""

CHECKS = (
    "branch-name",
    "protected-branch",
    "rebase-before-merge",
    "history",
    "force-push",
    "fixups",
    "ticket",
    "topic",
    "replace-refs",
    "debt",
)
"""The checks, by their names in the table ``checks`` of the settings."""

SERVER_EVENTS = tuple(each.name for each in EVENTS if each.action == "receive")
"""The events of a repository that others push to."""

OWN_SHIM_EVENTS = tuple(each.name for each in EVENTS if each.has_own_shim)
"""The events for which hookkit installs a shim of its own also under pre-commit."""


def find_event(name: str) -> Event | None:
    """Give the event of a name, None if hookkit does nothing at it."""
    return next((each for each in EVENTS if each.name == name), None)


def events_with_check(check: str) -> tuple[str, ...]:
    """Give the events at which a check runs, including those of a server."""
    return tuple(each.name for each in EVENTS if check in each.checks)


WORKTREE_CHECKS = tuple(check for check in CHECKS if {*events_with_check(check)} - {*SERVER_EVENTS})
"""The checks that run in a worktree; the others run only on a server."""

MANUAL_STAGE = "manual"
"""The stage of ``pre-commit run --hook-stage manual``, which is no event of git."""
