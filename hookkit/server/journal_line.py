"""A judged push as one line of the journal: who, which refs, the verdict; no contents."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from hookkit import __version__
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.report.findings import kind_of
from hookkit.named_tuple import NamedTuple
from hookkit.server.policy import RepositoryPolicy
from hookkit.server.pusher import Pusher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Verdict = Literal["passed", "refused", "unchecked", "failed"]
else:
    Verdict = str
"""``unchecked`` by a policy that has hookkit off, ``failed`` where it could not be judged."""

VERSION = 1
"""The version of the lines, increased when a key is removed or changes its meaning."""

KINDS = ("refused", "warning", "unknown")
"""The kinds of findings; a line has the rules of each under its name."""

MAX_REFS = 100
"""How many refs of one push are written down, the refused ones first."""


class JudgedRef(NamedTuple):
    """What a push would do to a ref, and the rules of its findings by their kinds."""

    ref: str
    old: str
    new: str
    refused: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def judged_refs(data: bytes, checked: Sequence[CheckResult] = ()) -> list[JudgedRef]:
    """Give the refs of a push; ``data`` is what git writes to pre-receive, a line for each.

    ``checked`` are the results in the same order, none where nothing was checked.
    """
    lines = [line.split(" ", 2) for line in data.decode("utf-8", "surrogateescape").split("\n")]
    refs = [JudgedRef(words[2], words[0], words[1]) for words in lines if len(words) == 3]
    return [_with_rules(*pair) for pair in zip(refs, checked, strict=True)] if checked else refs


def _with_rules(ref: JudgedRef, checked: CheckResult) -> JudgedRef:
    rules: dict[str, set[str]] = {}
    for each in checked.findings:
        rules.setdefault(kind_of(each), set()).add(each.rule)
    by_kind = (tuple(sorted(rules.get(kind, ()))) for kind in KINDS)
    return JudgedRef(ref.ref, ref.old, ref.new, *by_kind)


def journal_line(
    policy: RepositoryPolicy,
    pusher: Pusher,
    verdict: Verdict,
    refs: Sequence[JudgedRef],
    reason: str = "",
) -> bytes:
    """Give the line of a push, in ASCII and with its end.

    ``reason`` says in a word or two why a push could not be judged. No subject, no author and no
    content is in it; names of refs are, as the person who pushes chose them.
    """
    shown = sorted(refs, key=lambda each: not each.refused)[:MAX_REFS]
    found = {
        kind: sorted({rule for each in refs for rule in getattr(each, kind)}) for kind in KINDS
    }
    line = {
        "version": VERSION,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "repository": policy.repository.name,
        "path": policy.repository.path,
        "who": pusher.name,
        "told_by": pusher.name_source,
        "verdict": verdict,
        "reason": reason,
        **found,
        "exceptions": [f"{each.until}: {each.reason}" for each in policy.exceptions],
        "refs": [{k: value for k, value in each._asdict().items() if value} for each in shown],
        "more_refs": len(refs) - len(shown),
        "hookkit": __version__,
    }
    kept = {key: value for key, value in line.items() if value not in ("", [], 0)}
    return json.dumps(kept, separators=(",", ":")).encode() + b"\n"
