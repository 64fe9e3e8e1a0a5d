"""The one table of events and checks: what hookkit does at each event of git.

The shims, the stages in ``.pre-commit-hooks.yaml``, the levels of the settings, the dispatch of
``hookkit hook`` and the page of rules are made from it or compared with it by a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

IF_CONFIGURED, CONFIG_HOOK = "--if-configured", "--config-hook"
"""What a shim says before the event: that it is for all clones of a person, and that git's
configuration names it, so that it runs beside the hooks folder."""

POLICY_OPTION = "--policy="
"""What the shim of a server says before the event, with the file of the server's policy."""

SHIM_NUMBER = 4
"""The number of the form in which this hookkit writes its shims (hooks/frame.sh), raised where an
older hookkit would not understand one."""

_SHIM = "--shim="


def shim_option(number: int) -> str:
    """Give the option by which a shim says its number; those below 4 say none."""
    return f"{_SHIM}{number}"


def newer_shim(options: Iterable[str]) -> int | None:
    """Give the number of the shim that gave these options where a newer hookkit wrote it."""
    found = (each.removeprefix(_SHIM) for each in options if each.startswith(_SHIM))
    return next((int(each) for each in found if int(each) > SHIM_NUMBER), None)


def without_options(words: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give these options of a shim, and the words behind them: the event and its arguments."""
    options = []
    for word in words:
        if not _is_option(word):
            break
        options.append(word)
    return frozenset(options), tuple(words[len(options) :])


def _is_option(word: str) -> bool:
    if word.startswith(_SHIM):
        return word.removeprefix(_SHIM).isdecimal()
    return word in (IF_CONFIGURED, CONFIG_HOOK) or word.startswith(POLICY_OPTION)


class Event(NamedTuple):
    """A hook of git by git's own name (githooks(5)), and what hookkit does there.

    ``work`` is to correct commits, to check what is about to happen or has happened, or to check
    what a repository receives that others push to. ``checks`` are the names of those that are
    asked, ``has_lines`` says that git writes lines to the standard input, and ``skip`` is the
    command of git that runs without the hook, "" where the hook stops nothing. ``is_own`` says that
    pre-commit shows its hooks only a part of the lines, the first ref of a push, so that hookkit
    keeps a shim of its own beside it.
    """

    name: str
    work: Literal["correct", "check", "receive"]
    checks: tuple[str, ...] = ()
    has_lines: bool = False
    skip: str = ""
    is_own: bool = False


_COMMIT = "git commit --no-verify"

EVENTS = (
    Event("post-commit", "correct"),
    Event("post-rewrite", "correct", has_lines=True),
    Event(
        "pre-commit",
        "check",
        ("branch-name", "protected-branch", "rebase-before-merge", "fixups", "debt"),
        skip=_COMMIT,
    ),
    # After a merge that was refused it is a commit that concludes it.
    Event("pre-merge-commit", "check", ("rebase-before-merge", "fixups"), skip=_COMMIT),
    Event("commit-msg", "check", ("ticket",), skip=_COMMIT),
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
        has_lines=True,
        skip="git push --no-verify",
        is_own=True,
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
        has_lines=True,
    ),
)
"""Each event that there is a shim for."""

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
"""The checks by the names that the table ``checks`` of the settings has for them."""

SERVER_EVENTS = tuple(each.name for each in EVENTS if each.work == "receive")
"""The events of a repository that others push to."""

OWN_EVENTS = tuple(each.name for each in EVENTS if each.is_own)
"""The events at which hookkit keeps a shim of its own, whoever has the others."""


def event_named(name: str) -> Event | None:
    """Give the event of a name, None where hookkit has nothing to do at it."""
    return next((each for each in EVENTS if each.name == name), None)


def events_of(check: str) -> tuple[str, ...]:
    """Give the events at which a check is asked, those of a server too."""
    return tuple(each.name for each in EVENTS if check in each.checks)


HOOK_CHECKS = tuple(check for check in CHECKS if {*events_of(check)} - {*SERVER_EVENTS})
"""The checks that are asked in a worktree; the others only by a server."""

COMBINED_HOOK = "hookkit"
"""The hook that pre-commit is offered for all events of a worktree together."""

PRE_COMMIT_CONFIG = ".pre-commit-config.yaml"
"""The file that lists the hooks which pre-commit and prek run."""

MANUAL_STAGE = "manual"
"""The stage at which pre-commit runs hooks for who asks for them; no event of git."""

_OF_WORKTREE = tuple(each for each in EVENTS if each.name not in SERVER_EVENTS)

HOOK_STAGES = {
    name: (*(each.name for each in events), MANUAL_STAGE)
    for name, events in {
        COMBINED_HOOK: _OF_WORKTREE,
        "hookkit-post-commit": tuple(each for each in _OF_WORKTREE if each.work == "correct"),
        **{
            f"hookkit-{check}": tuple(each for each in _OF_WORKTREE if check in each.checks)
            for check in HOOK_CHECKS
        },
    }.items()
}
"""The hooks that ``.pre-commit-hooks.yaml`` offers, by their ids, each with its stages."""
