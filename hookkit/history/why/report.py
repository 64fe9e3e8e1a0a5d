"""The rows of ``hookkit why``: a commit, its merges, its ticket, and the next commands."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from hookkit.history.why.commit import Why
from hookkit.history.why.ticket import CommitTexts
from hookkit.phrases import quoted, short
from hookkit.terminal.rows import NextStep, Piece, Row, next_rows, row

MAX_BRANCHES = 8

Line = tuple[str, tuple[str | Piece, ...]]


def why_rows(why: Why) -> list[Row]:
    """Give the rows that say how a commit came into a branch."""
    commit = why.texts.commit
    place: list[str | Piece] = [("path", why.place), ": "] if why.place else []
    rows = [
        row(
            *place,
            ("code", short(commit.id)),
            f" {quoted(why.texts.message.subject)}",
            ("dim", f" by {commit.author} on {commit.date}"),
        )
    ]
    lines = [*_merge_path(why), *_requests(why), *_branches(why), *_tickets(why)]
    lines += [("unknown", (why.problem,))] if why.problem else []
    width = max(len(label) for label, _ in lines)
    rows += [row(("dim", f"{label.ljust(width)}  "), *parts, indent=1) for label, parts in lines]
    return rows + next_rows(_steps(why))


def _merge_path(why: Why) -> list[Line]:
    lines: list[Line] = [("not in", (", ".join(why.lacking),))] if why.lacking else []
    if why.merges:
        outer_merges = [*why.merges[1:], None]
        for index, (each, outer) in enumerate(zip(why.merges, outer_merges, strict=True)):
            lines.append(
                ("then by" if index else "came in by", _merge_words(each, outer, why.branch))
            )
    elif why.answer == "no":
        lines.append(("not in", (f"{why.branch}: no merge has brought it in yet",)))
    elif why.answer == "yes" and not why.lacking:
        lines.append(("came in as", (_direct_words(why),)))
    return lines + _copies(why)


def _copies(why: Why) -> list[Line]:
    lines: list[Line] = []
    if why.original:
        missing = ", which is not here" if why.lacks_original else ""
        lines.append(("copied from", (("code", short(why.original)), missing)))
    if why.copy:
        what = "which a rebase or a pick made of it"
        lines.append(("copied as", (("code", short(why.copy)), f", {what}")))
    return lines


def _merge_words(
    each: CommitTexts, outer: CommitTexts | None, branch: str
) -> tuple[str | Piece, ...]:
    """Describe one merge; ``outer`` is the next merge on the path, None for the last one."""
    words: list[str | Piece] = ["the merge ", ("code", short(each.commit.id))]
    into = (outer.branch or (each.merge.target if each.merge else "")) if outer else branch
    words += [f" of {_merged_branch(each, into)}"] if each.branch else []
    words += [f" into {into}"] if into else []
    words += [" (a pull)"] if each.merge and each.merge.is_pull_of(into) else []
    # If a server merges, it is the committer; the author is the person who merged the request.
    words += [f", by {each.commit.author} on {each.commit.committed}"]
    if each.merge is None:
        words += [f" {quoted(each.message.subject)}"]
    return tuple(words)


def _merged_branch(each: CommitTexts, into: str) -> str:
    """Name the branch that was merged, with its owner if it has the same name as ``into``."""
    merge = each.merge
    if merge is None or merge.is_pull_of(into) or not merge.is_same_branch(each.side, into):
        return each.branch
    return f"{merge.owner or 'a fork'}'s {each.branch}"


def _direct_words(why: Why) -> str:
    commit = why.texts.commit
    if why.is_cut:
        author = f"by {commit.author} on {commit.committed}"
        return f"a commit or a merge on {why.branch} itself, {author}"
    by_whom = f", by {commit.committer} on {commit.committed}"
    if len(commit.parents) > 1:
        source = f" of {why.texts.branch}" if why.texts.branch else ""
        return f"a merge{source}, on {why.branch} itself, by {commit.author} on {commit.committed}"
    if why.texts.request:
        return f"the squash or the rebase of {why.texts.request}, on {why.branch} itself{by_whom}"
    if why.texts.merge is not None:
        source = why.texts.branch or "several commits"
        return f"the squash of {source}, on {why.branch} itself{by_whom}"
    kind = "the first commit" if not commit.parents else "a commit"
    return f"{kind} on {why.branch} itself, without a merge{by_whom}"


def _requests(why: Why) -> list[Line]:
    lines: list[Line] = []
    for each in (why.texts, *why.merges):
        if each.request:
            title = f" {quoted(each.merge.title)}" if each.merge and each.merge.title else ""
            lines.append(("request", (f"{each.request}{title}",)))
    return lines


def _branches(why: Why) -> list[Line]:
    if why.answer != "no" and not why.lacking and why.branch:
        return []
    if not why.branches:
        return [("on", ("no branch",))]
    rest = len(why.branches) - MAX_BRANCHES
    more = f" and {rest:,} more" if rest > 0 else ""
    return [("on", (", ".join(why.branches[:MAX_BRANCHES]) + more,))]


def _tickets(why: Why) -> list[Line]:
    if not why.tickets:
        return [("ticket", ("none is named",))]
    return [("ticket", (("code", each.name), f", from {each.source}")) for each in why.tickets]


def _steps(why: Why) -> Sequence[NextStep]:
    commit = short(why.texts.commit.id)
    repair = [NextStep("find out", why.repair)] if why.repair else []
    if why.merges:
        inner, outer = short(why.merges[0].commit.id), short(why.merges[-1].commit.id)
        return [
            NextStep("the merge", f"git show {inner}"),
            NextStep("its commits", f"git log --oneline {inner}^1..{inner}"),
            NextStep("a picture", f"hookkit graph --unfold {outer}^1..{outer}"),
            *_original(why),
            *repair,
        ]
    steps = [NextStep("look", f"git show {commit}")]
    if why.answer == "no" or why.lacking:
        target = shlex.quote(why.lacking[0] if why.lacking else why.branch)
        steps.append(NextStep("a picture", f"hookkit graph {target}..{commit}"))
        steps += [NextStep("the copy", f"hookkit why {short(why.copy)}")] if why.copy else []
    elif len(why.texts.commit.parents) > 1:
        steps.append(NextStep("its commits", f"git log --oneline {commit}^1..{commit}"))
    return [*steps, *_original(why), *repair]


def _original(why: Why) -> list[NextStep]:
    is_here = why.original and not why.lacks_original
    return [NextStep("the original", f"hookkit why {short(why.original)}")] if is_here else []


def why_json(why: Why) -> str:
    """Give the answer as a JSON document."""
    document = {
        "place": why.place or None,
        **_commit(why.texts),
        "branch": why.branch or None,
        "answer": why.answer,
        "lacking": list(why.lacking),
        "merges": [_commit(each) for each in why.merges],
        "branches": list(why.branches),
        "copy": why.copy or None,
        "original": why.original or None,
        "tickets": [each._asdict() for each in why.tickets],
        "problem": why.problem or None,
        "repair": why.repair or None,
    }
    return json.dumps(document, indent=2) + "\n"


def _commit(texts: CommitTexts) -> dict[str, object]:
    commit = texts.commit
    return {
        "commit": commit.id,
        "subject": texts.message.subject,
        "author": commit.author,
        "date": commit.date,
        "committer": commit.committer,
        "committed": commit.committed,
        "parents": list(commit.parents),
        "merged": texts.branch or None,
        "request": texts.request or None,
    }
