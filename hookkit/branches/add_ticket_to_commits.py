"""Add the ticket to the commits that lack it (``hookkit ticket``), and move the branch to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.branches.branches_affected_by_rewrite import find_affected_branches
from hookkit.branches.move_to_rewritten_commits import ADD_TICKET_KIND, move_to_rewritten_commits
from hookkit.branches.require_movable_branch import require_rewritable_branch
from hookkit.branches.resolve_target import find_topic_target
from hookkit.branches.rewritten_commits import copy_notes_and_corrections
from hookkit.errors import Refused, WrongUsage
from hookkit.git.commit_message import (
    parse_message,
    unused_comment_character,
    with_prefix,
    with_trailer,
)
from hookkit.git.commits import Commit, read_commit, read_commits, shallow_boundary
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import (
    author_variables,
    describe_missing_author_name,
    signs_commits,
    write_commit,
)
from hookkit.history.add_ticket_to_message import TICKET_TRAILER
from hookkit.history.find_tickets import tickets_in
from hookkit.history.refs.target_branch import Target
from hookkit.phrases import short_id
from hookkit.settings.branch_and_ticket_patterns import (
    DEFAULT_TICKET_PATTERN,
    compile_ticket_pattern,
)
from hookkit.settings.definitions import Settings


class TicketResult(NamedTuple):
    """The result of ``hookkit ticket``, or of a dry run of it.

    ``commits`` are the commits that got the ticket, the oldest first, ``rewritten_count`` is the
    number of all rewritten commits, and ``pushed_commits`` are commits without a ticket that a
    remote has: they stay. ``base_name`` names what is below the commits: the target, or what is
    pushed. ``other_branches`` are local branches with the old commits. ``old_tip`` is the tip
    before, ``new_tip`` the tip after, None if nothing has moved.
    """

    branch: str
    ticket: str
    base_name: str
    old_tip: str
    commits: tuple[Commit, ...] = ()
    rewritten_count: int = 0
    pushed_commits: tuple[Commit, ...] = ()
    other_branches: tuple[str, ...] = ()
    has_lost_git_notes: bool = False
    new_tip: str | None = None


def add_ticket(git: Git, settings: Settings, ticket: str, is_dry: bool) -> TicketResult:
    """Put a ticket into the unpushed commits of the branch that lack one.

    If ``is_dry``, nothing is changed. Raises WrongUsage if ``ticket`` is not a valid ticket, and
    Refused if all commits without one are pushed, or others may have the commits. Nothing is
    changed then.
    """
    pattern = _ticket_pattern(settings, ticket)
    branch = require_rewritable_branch(git, settings, "whose commits could get a ticket")
    target = find_topic_target(git, settings, branch)
    commits_without_ticket = _commits_without_ticket(
        git, target, pattern, _ticket_prefix(settings, ticket)
    )
    unpushed_commits = _unpushed_commits(git, target)
    commits_to_change = tuple(
        each for each in commits_without_ticket if each.id in unpushed_commits
    )
    pushed_commits = tuple(
        each for each in commits_without_ticket if each.id not in unpushed_commits
    )
    if pushed_commits and not commits_to_change:
        sentence = "the commits that lack a ticket are pushed, and stay as they are"
        raise Refused(sentence, f"git show --no-patch {short_id(pushed_commits[-1].id)}")
    tip = read_commit(git, "HEAD").id
    base = target.display_name if target else "what is pushed"
    result = TicketResult(branch, ticket, base, tip, commits_to_change, 0, pushed_commits)
    if not commits_to_change:
        return result
    commits = _commits_to_rewrite(git, unpushed_commits, commits_to_change)
    other_branches, _ = find_affected_branches(
        git, [branch], target, commits_to_change[0].id, branch
    )
    result = result._replace(rewritten_count=len(commits), other_branches=other_branches)
    messages = _new_messages(git, settings, result, commits)
    return result if is_dry else _rewrite_and_move(git, result, commits, messages)


def _ticket_pattern(settings: Settings, ticket: str) -> str:
    """Give the pattern for tickets. Raises WrongUsage if ``ticket`` is not a valid ticket.

    Without the setting ``ticket_pattern`` any one word is valid, and the pattern matches
    ``ticket`` itself and the usual forms of tickets.
    """
    configured = settings.ticket_pattern
    if configured:
        is_ticket = compile_ticket_pattern(configured).fullmatch(ticket) is not None
        expected_form = f"as agreed: {configured}"
    else:
        is_ticket = bool(ticket) and not any(each.isspace() for each in ticket)
        expected_form = "such as ABC-12, #12 or one word"
    # A pattern may match line breaks.
    if not is_ticket or ticket.strip() != ticket or not ticket.isprintable():
        raise WrongUsage(f"{ticket!r} is not a ticket {expected_form}", "hookkit ticket --help")
    return configured or f"{re.escape(ticket)}|{DEFAULT_TICKET_PATTERN}"


def _ticket_prefix(settings: Settings, ticket: str) -> str:
    """Give the prefix for a subject, "" if the ticket goes into a trailer."""
    return settings.ticket_prefix.replace("{ticket}", ticket)


def _commits_without_ticket(
    git: Git, target: Target | None, pattern: str, prefix: str
) -> list[Commit]:
    """Give the first-parent commits of the branch without a ticket, the oldest first.

    Merges need no ticket, and neither do fixups, which will be squashed, or commits whose subject
    begins with ``prefix``.
    """
    limits = [f"^{target.ref}"] if target else ["--not", "--remotes"]
    command = ("rev-list", "--first-parent", "--no-merges", "--reverse", "HEAD", *limits, "--")
    commits = read_commits(git, git.line(*command).split())
    return [each for each in commits if not _has_ticket(each, pattern, prefix)]


def _has_ticket(commit: Commit, pattern: str, prefix: str) -> bool:
    message = parse_message(_decoded_message(commit), "\0")
    is_prefixed = bool(prefix) and message.subject.startswith(prefix)
    return is_prefixed or message.is_fixup or bool(tickets_in(message, pattern))


def _decoded_message(commit: Commit) -> str:
    try:
        return commit.message.decode(commit.encoding or "utf-8", "surrogateescape")
    except LookupError:  # git does not check the name in i18n.commitEncoding
        return commit.message.decode("utf-8", "surrogateescape")


def _unpushed_commits(git: Git, target: Target | None) -> dict[str, Commit]:
    """Give the commits that no remote has, by their ids, parents before children."""
    limits = [f"^{target.ref}"] if target else []
    command = ("rev-list", "--topo-order", "--reverse", "HEAD", *limits, "--not", "--remotes", "--")
    return {each.id: each for each in read_commits(git, git.line(*command).split())}


def _commits_to_rewrite(
    git: Git, unpushed_commits: Mapping[str, Commit], ticket_commits: Sequence[Commit]
) -> list[Commit]:
    """Give the commits to rewrite: those that get the ticket, and all their descendants."""
    rewritten_ids = {each.id for each in ticket_commits}
    commits = []
    for commit_id, commit in unpushed_commits.items():
        if commit_id in rewritten_ids or not rewritten_ids.isdisjoint(commit.parents):
            rewritten_ids.add(commit_id)
            commits.append(commit)
    missing_name = describe_missing_author_name(commits)
    if missing_name is not None:
        raise Refused(f"{missing_name}: nothing was changed", "git log -1 --format=%an")
    if not shallow_boundary(git).isdisjoint(rewritten_ids):
        sentence = "where the branch begins is unknown in this shallow clone"
        raise Refused(sentence, "git fetch --unshallow")
    return commits


def _new_messages(
    git: Git, settings: Settings, result: TicketResult, commits: Sequence[Commit]
) -> list[bytes]:
    """Give the new messages of ``commits``; the messages of ``result.commits`` get the ticket."""
    ticket_ids, messages = {each.id for each in result.commits}, []
    prefix = _ticket_prefix(settings, result.ticket)
    for each in commits:
        text = _decoded_message(each)
        if each.id in ticket_ids:
            # The message of a commit has no comments.
            comment = unused_comment_character(text.split("\n"))
            if prefix:
                text = with_prefix(text, prefix, comment)
            else:
                text = with_trailer(git, text, TICKET_TRAILER, result.ticket, comment)
        messages.append(_encoded_message(text, each))
    return messages


def _rewrite_and_move(
    git: Git, result: TicketResult, commits: Sequence[Commit], messages: Sequence[bytes]
) -> TicketResult:
    new_ids, sign = dict[str, str](), signs_commits(git)
    for each, message in zip(commits, messages, strict=True):
        parents = [new_ids.get(parent, parent) for parent in each.parents]
        author = author_variables(each.author)
        new_ids[each.id] = write_commit(
            git, each.tree, parents, message, each.encoding, author, sign
        )
    move_to_rewritten_commits(
        git, result.branch, result.old_tip, new_ids[result.old_tip], ADD_TICKET_KIND
    )
    return result._replace(
        new_tip=new_ids[result.old_tip],
        has_lost_git_notes=not copy_notes_and_corrections(git, new_ids),
    )


def _encoded_message(text: str, commit: Commit) -> bytes:
    try:
        return text.encode(commit.encoding or "utf-8", "surrogateescape")
    except LookupError:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeError as error:
        name = short_id(commit.id)
        sentence = f"{name} is in {commit.encoding}, which cannot write the ticket"
        raise Refused(f"{sentence}: nothing was changed", f"git show --no-patch {name}") from error
