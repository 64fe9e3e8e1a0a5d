"""How people have worked on the target so far, read from its newest commits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.merge_subject import read_merge
from hookkit.history.refs.targets import Target, find_target

MAX_COMMITS = 300
"""How many commits of the target's own line are looked at."""

_SHARE = 0.25
"""The least share of merges, or of squashed requests, of a team that works so."""

Kind = Literal["requests", "merges", "squashes", "trunk", "alone", "new"]
"""A server merges requests; people merge branches; a server squashes; people commit to the target;
one person does all; there is nothing to see yet."""

_KEY = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Z0-9]+)-[0-9]+(?![A-Za-z0-9])")
_NO_KEYS = frozenset({"AES", "CVE", "HTTP", "IEEE", "ISO", "MD", "PEP", "RFC", "SHA", "TLS", "UTF"})


class Workflow(NamedTuple):
    """What was found: ``commits`` of the target's own line, ``merges`` of them, and their authors.

    ``target`` is the branch that others are merged into, "" where there is none. ``key`` is the one
    that most tickets begin with, "" where few commits name one.
    """

    kind: Kind
    target: str = ""
    commits: int = 0
    merges: int = 0
    authors: int = 0
    key: str = ""


def find_workflow(git: Git) -> Workflow:
    """Look at the target of the repository, in a handful of processes."""
    target = find_target(git)
    if target is None:
        return Workflow("new")
    limits = ("--first-parent", f"--max-count={MAX_COMMITS}", target.ref, "--")
    rows = list(log_rows(git, ("%P", "%aE", "%s"), *limits))
    return _workflow(target, rows)


def _workflow(target: Target, rows: Sequence[tuple[str, ...]]) -> Workflow:
    said = [read_merge(subject, "") for _, _, subject in rows]
    requests = [each is not None and bool(each.request) for each in said]
    merged = [len(parents.split()) > 1 for parents, _, _ in rows]
    by_request = sum(is_merge and named for is_merge, named in zip(merged, requests, strict=True))
    squashed = sum(requests) - by_request
    authors = len({address.casefold() for _, address, _ in rows})
    found = Workflow("trunk", target.name, len(rows), sum(merged), authors, _key(rows))
    if authors < 2:
        return found._replace(kind="alone" if rows else "new")
    if sum(merged) >= _SHARE * len(rows):
        return found._replace(kind="requests" if 2 * by_request >= sum(merged) else "merges")
    return found._replace(kind="squashes" if squashed >= _SHARE * len(rows) else "trunk")


def _key(rows: Sequence[tuple[str, ...]]) -> str:
    keys = Counter(key for *_, subject in rows for key in set(_KEY.findall(subject)) - _NO_KEYS)
    key, number = keys.most_common(1)[0] if keys else ("", 0)
    return key if number >= max(_SHARE * len(rows), 3) else ""
