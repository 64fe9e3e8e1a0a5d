"""The rows of ``hookkit why``: a commit, its merges, its ticket, and the next commands."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from hookkit.history.why.commit_origin import CommitOrigin
from hookkit.history.why.parsed_commit import ParsedCommit
from hookkit.phrases import quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row

MAX_BRANCHES = 8

LabeledRow = tuple[str, tuple[str | StyledText, ...]]


def origin_rows(origin: CommitOrigin) -> list[Row]:
    """Give the rows that say how a commit came into a branch."""
    commit = origin.parsed_commit.detailed_commit
    location_pieces: list[str | StyledText] = (
        [("path", origin.file_and_line), ": "] if origin.file_and_line else []
    )
    rows = [
        row(
            *location_pieces,
            ("code", short_id(commit.id)),
            f" {quote_subject(origin.parsed_commit.message.subject)}",
            ("dim", f" by {commit.author} on {commit.author_date}"),
        )
    ]
    lines = [
        *_merge_rows(origin),
        *_request_rows(origin),
        *_branch_rows(origin),
        *_ticket_rows(origin),
    ]
    if origin.problem:
        lines.append(("unknown", (origin.problem,)))
    width = max(len(label) for label, _ in lines)
    rows += [row(("dim", f"{label.ljust(width)}  "), *pieces, indent=1) for label, pieces in lines]
    return rows + next_step_rows(_next_steps(origin))


def _merge_rows(origin: CommitOrigin) -> list[LabeledRow]:
    lines: list[LabeledRow] = (
        [("not in", (", ".join(origin.branches_without_commit),))]
        if origin.branches_without_commit
        else []
    )
    if origin.merges:
        outer_merges = [*origin.merges[1:], None]
        for index, (each, outer) in enumerate(zip(origin.merges, outer_merges, strict=True)):
            lines.append(
                ("then by" if index else "came in by", _describe_merge(each, outer, origin.branch))
            )
    elif origin.branch_has_commit == "no":
        lines.append(("not in", (f"{origin.branch}: no merge has brought it in yet",)))
    elif origin.branch_has_commit == "yes" and not origin.branches_without_commit:
        lines.append(("came in as", (_describe_own_commit(origin),)))
    return lines + _copy_rows(origin)


def _copy_rows(origin: CommitOrigin) -> list[LabeledRow]:
    lines: list[LabeledRow] = []
    if origin.original:
        missing = ", which is not here" if origin.lacks_original else ""
        lines.append(("copied from", (("code", short_id(origin.original)), missing)))
    if origin.copy_in_target:
        explanation = "which a rebase or a pick made of it"
        lines.append(("copied as", (("code", short_id(origin.copy_in_target)), f", {explanation}")))
    return lines


def _describe_merge(
    each: ParsedCommit, outer: ParsedCommit | None, branch: str
) -> tuple[str | StyledText, ...]:
    """Describe one merge; ``outer`` is the next merge on the path, None for the last one."""
    pieces: list[str | StyledText] = ["the merge ", ("code", short_id(each.detailed_commit.id))]
    target = (outer.branch or (each.merge.target if each.merge else "")) if outer else branch
    pieces += [f" of {_merged_branch(each, target)}"] if each.branch else []
    pieces += [f" into {target}"] if target else []
    pieces += [" (a pull)"] if each.merge and each.merge.is_pull_of(target) else []
    # If a server merges, it is the committer; the author is the person who merged the request.
    pieces += [f", by {each.detailed_commit.author} on {each.detailed_commit.commit_date}"]
    if each.merge is None:
        pieces += [f" {quote_subject(each.message.subject)}"]
    return tuple(pieces)


def _merged_branch(each: ParsedCommit, target: str) -> str:
    """Name the branch that was merged, with its owner if it has the same name as ``target``."""
    merge = each.merge
    if (
        merge is None
        or merge.is_pull_of(target)
        or not merge.is_same_branch(each.parent_index, target)
    ):
        return each.branch
    return f"{merge.owner_or_remote or 'a fork'}'s {each.branch}"


def _describe_own_commit(origin: CommitOrigin) -> str:
    commit = origin.parsed_commit.detailed_commit
    author = f"by {commit.author} on {commit.commit_date}"
    if origin.lacks_parents:
        return f"a commit or a merge on {origin.branch} itself, {author}"
    committer = f", by {commit.committer} on {commit.commit_date}"
    if len(commit.parents) > 1:
        source = f" of {origin.parsed_commit.branch}" if origin.parsed_commit.branch else ""
        return f"a merge{source}, on {origin.branch} itself, {author}"
    if origin.parsed_commit.pull_request:
        request = origin.parsed_commit.pull_request
        return f"the squash or the rebase of {request}, on {origin.branch} itself{committer}"
    if origin.parsed_commit.merge is not None:
        source = origin.parsed_commit.branch or "several commits"
        return f"the squash of {source}, on {origin.branch} itself{committer}"
    kind = "the first commit" if not commit.parents else "a commit"
    return f"{kind} on {origin.branch} itself, without a merge{committer}"


def _request_rows(origin: CommitOrigin) -> list[LabeledRow]:
    lines: list[LabeledRow] = []
    for each in (origin.parsed_commit, *origin.merges):
        if each.pull_request:
            title = f" {quote_subject(each.merge.title)}" if each.merge and each.merge.title else ""
            lines.append(("request", (f"{each.pull_request}{title}",)))
    return lines


def _branch_rows(origin: CommitOrigin) -> list[LabeledRow]:
    if origin.branch_has_commit != "no" and not origin.branches_without_commit and origin.branch:
        return []
    if not origin.branches_with_commit:
        return [("on", ("no branch",))]
    further_count = len(origin.branches_with_commit) - MAX_BRANCHES
    more = f" and {further_count:,} more" if further_count > 0 else ""
    return [("on", (", ".join(origin.branches_with_commit[:MAX_BRANCHES]) + more,))]


def _ticket_rows(origin: CommitOrigin) -> list[LabeledRow]:
    if not origin.tickets:
        return [("ticket", ("none is named",))]
    return [("ticket", (("code", each.name), f", from {each.source}")) for each in origin.tickets]


def _next_steps(origin: CommitOrigin) -> Sequence[NextStep]:
    commit = short_id(origin.parsed_commit.detailed_commit.id)
    repair = [NextStep("find out", origin.repair)] if origin.repair else []
    if origin.merges:
        inner_merge = short_id(origin.merges[0].detailed_commit.id)
        outer_merge = short_id(origin.merges[-1].detailed_commit.id)
        return [
            NextStep("the merge", f"git show {inner_merge}"),
            NextStep("its commits", f"git log --oneline {inner_merge}^1..{inner_merge}"),
            NextStep("a picture", f"hookkit graph --unfold {outer_merge}^1..{outer_merge}"),
            *_original_step(origin),
            *repair,
        ]
    steps = [NextStep("look", f"git show {commit}")]
    if origin.branch_has_commit == "no" or origin.branches_without_commit:
        target = shlex.quote(
            origin.branches_without_commit[0] if origin.branches_without_commit else origin.branch
        )
        steps.append(NextStep("a picture", f"hookkit graph {target}..{commit}"))
        if origin.copy_in_target:
            steps.append(NextStep("the copy", f"hookkit why {short_id(origin.copy_in_target)}"))
    elif len(origin.parsed_commit.detailed_commit.parents) > 1:
        steps.append(NextStep("its commits", f"git log --oneline {commit}^1..{commit}"))
    return [*steps, *_original_step(origin), *repair]


def _original_step(origin: CommitOrigin) -> list[NextStep]:
    is_here = origin.original and not origin.lacks_original
    return [NextStep("the original", f"hookkit why {short_id(origin.original)}")] if is_here else []


def origin_json(origin: CommitOrigin) -> str:
    """Give the answer as a JSON document."""
    document = {
        "place": origin.file_and_line or None,
        **_commit_document(origin.parsed_commit),
        "branch": origin.branch or None,
        "answer": origin.branch_has_commit,
        "lacking": list(origin.branches_without_commit),
        "merges": [_commit_document(each) for each in origin.merges],
        "branches": list(origin.branches_with_commit),
        "copy": origin.copy_in_target or None,
        "original": origin.original or None,
        "tickets": [each._asdict() for each in origin.tickets],
        "problem": origin.problem or None,
        "repair": origin.repair or None,
    }
    return json.dumps(document, indent=2) + "\n"


def _commit_document(parsed_commit: ParsedCommit) -> dict[str, object]:
    commit = parsed_commit.detailed_commit
    return {
        "commit": commit.id,
        "subject": parsed_commit.message.subject,
        "author": commit.author,
        "date": commit.author_date,
        "committer": commit.committer,
        "committed": commit.commit_date,
        "parents": list(commit.parents),
        "merged": parsed_commit.branch or None,
        "request": parsed_commit.pull_request or None,
    }
