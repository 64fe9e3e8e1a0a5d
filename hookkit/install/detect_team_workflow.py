"""The workflow of a team (merges, squashes, direct commits), read from the target's commits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.refs.target_branch import Target, find_target

MAX_COMMITS = 300
"""The largest number of commits that are read from the main line of the target."""

_MIN_SHARE = 0.25
"""The smallest share of merges, or of squashed pull requests, by which a workflow is recognised."""

WorkflowKind = Literal["requests", "merges", "squashes", "trunk", "alone", "new"]
"""In this order: a server merges pull requests; people merge branches; a server squashes pull
requests; people commit to the target; one person commits to the target; there is no commit yet."""

_TICKET_PATTERN = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Z0-9]+)-[0-9]+(?![A-Za-z0-9])")
_NOT_TICKET_KEYS = frozenset(
    {"AES", "CVE", "HTTP", "IEEE", "ISO", "MD", "PEP", "RFC", "SHA", "TLS", "UTF"}
)


class Workflow(NamedTuple):
    """A workflow, recognised from the commits on the main line of the target.

    ``target`` is the branch that others are merged into, "" if there is none. ``commit_count`` is
    the number of commits that were read, ``merge_count`` the number of merges among them,
    ``author_count`` the number of their authors. ``project_key`` is what most tickets begin with,
    such as ABC, "" if few commits name a ticket.
    """

    kind: WorkflowKind
    target: str = ""
    commit_count: int = 0
    merge_count: int = 0
    author_count: int = 0
    project_key: str = ""


def find_workflow(git: Git) -> Workflow:
    """Read the workflow from the target of the repository."""
    target = find_target(git)
    if target is None:
        return Workflow("new")
    limits = ("--first-parent", f"--max-count={MAX_COMMITS}", target.ref, "--")
    log_records = list(log_rows(git, ("%P", "%aE", "%s"), *limits))
    return _recognise(target, log_records)


def _recognise(target: Target, log_records: Sequence[tuple[str, ...]]) -> Workflow:
    merge_subjects = [parse_merge_message(subject, "") for _, _, subject in log_records]
    have_requests = [each is not None and bool(each.pull_request) for each in merge_subjects]
    are_merges = [len(parents.split()) > 1 for parents, _, _ in log_records]
    pairs = zip(are_merges, have_requests, strict=True)
    request_merges = sum(is_merge and has_request for is_merge, has_request in pairs)
    squashed_requests = sum(have_requests) - request_merges
    author_count = len({address.casefold() for _, address, _ in log_records})
    workflow = Workflow(
        "trunk",
        target.name,
        len(log_records),
        sum(are_merges),
        author_count,
        _project_key(log_records),
    )
    if author_count < 2:
        return workflow._replace(kind="alone" if log_records else "new")
    if sum(are_merges) >= _MIN_SHARE * len(log_records):
        return workflow._replace(
            kind="requests" if 2 * request_merges >= sum(are_merges) else "merges"
        )
    return workflow._replace(
        kind="squashes" if squashed_requests >= _MIN_SHARE * len(log_records) else "trunk"
    )


def _project_key(log_records: Sequence[tuple[str, ...]]) -> str:
    keys = Counter(
        key
        for *_, subject in log_records
        for key in set(_TICKET_PATTERN.findall(subject)) - _NOT_TICKET_KEYS
    )
    key, count = keys.most_common(1)[0] if keys else ("", 0)
    return key if count >= max(_MIN_SHARE * len(log_records), 3) else ""
