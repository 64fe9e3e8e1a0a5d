"""Encode a push as a line of the journal: pusher, refs and verdict, but no contents."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence

from hookkit import __version__
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import kind_of
from hookkit.named_tuple import NamedTuple
from hookkit.server.policy import RepositoryPolicy
from hookkit.server.push_environment import PUSHER_VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Verdict = Literal["passed", "refused", "unchecked", "failed"]
else:
    Verdict = str
"""``unchecked`` if the policy switches hookkit off, ``failed`` if the push could not be judged."""

VERSION = 1
"""The version of a line, increased when a key is removed or changes its meaning."""

KINDS = ("refused", "warning", "unknown")
"""The kinds of findings; each is a key of a line, with the rules of its findings."""

MAX_REFS = 100
"""The largest number of refs of one push in a line, refused refs first."""

LOGIN = "login"
"""The source of a name if no variable is set: the account that the hook runs as."""

_MAX_NAME_LENGTH = 200


class JournalRef(NamedTuple):
    """A ref of a push: its ids before (``old``) and after it (``new``), and the findings' rules.

    ``refused``, ``warning`` and ``unknown`` are the rules of the findings of each kind.
    """

    ref: str
    old: str
    new: str
    refused: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def journal_refs(hook_input: bytes, check_results: Sequence[CheckResult] = ()) -> list[JournalRef]:
    """Give the refs of a push; ``hook_input`` is the input of pre-receive, a line for each ref.

    ``check_results`` are the results in the same order, empty if nothing was checked.
    """
    lines = [
        line.split(" ", 2) for line in hook_input.decode("utf-8", "surrogateescape").split("\n")
    ]
    refs = [JournalRef(words[2], words[0], words[1]) for words in lines if len(words) == 3]
    return (
        [_with_rules(*pair) for pair in zip(refs, check_results, strict=True)]
        if check_results
        else refs
    )


def _with_rules(ref: JournalRef, check_result: CheckResult) -> JournalRef:
    rules: dict[str, set[str]] = {}
    for each in check_result.findings:
        rules.setdefault(kind_of(each), set()).add(each.rule)
    by_kind = (tuple(sorted(rules.get(kind, ()))) for kind in KINDS)
    return JournalRef(ref.ref, ref.old, ref.new, *by_kind)


def encode_journal_line(
    policy: RepositoryPolicy,
    host_variables: Mapping[str, str],
    verdict: Verdict,
    refs: Sequence[JournalRef],
    reason: str = "",
) -> bytes:
    """Give the line of a push, in ASCII and with its line feed.

    ``host_variables`` are the variables that the software of the host has set. ``reason`` says in a
    word or two why the push could not be judged, "" if it was judged. The line has no subject,
    author or content of a commit; but it has the names of refs as the pusher chose them.
    """
    pusher, name_source = _pusher(host_variables)
    listed_refs = sorted(refs, key=lambda each: not each.refused)[:MAX_REFS]
    rules_by_kind = {
        kind: sorted({rule for each in refs for rule in getattr(each, kind)}) for kind in KINDS
    }
    document = {
        "version": VERSION,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "repository": policy.repository.name,
        "path": policy.repository.path,
        "who": pusher,
        "told_by": name_source,
        "verdict": verdict,
        "reason": reason,
        **rules_by_kind,
        "exceptions": [f"{each.until}: {each.reason}" for each in policy.exceptions],
        "refs": [
            {k: value for k, value in each._asdict().items() if value} for each in listed_refs
        ],
        "more_refs": len(refs) - len(listed_refs),
        "hookkit": __version__,
    }
    non_empty = {key: value for key, value in document.items() if value not in ("", [], 0)}
    return json.dumps(non_empty, separators=(",", ":")).encode() + b"\n"


def _pusher(host_variables: Mapping[str, str]) -> tuple[str, str]:
    """Give the name of the person who pushes, and its source: a variable of the hook, or LOGIN."""
    for name in PUSHER_VARIABLES:
        if host_variables.get(name):
            return host_variables[name][:_MAX_NAME_LENGTH], name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name, LOGIN
    except (ImportError, KeyError):  # Windows, or an account without a name
        return (str(os.getuid()) if hasattr(os, "getuid") else ""), LOGIN
