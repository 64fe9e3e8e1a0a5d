"""The steps of ``hookkit ticket``: look which commits lack one, rewrite them, move the branch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.branches.containing_branches import find_containing
from hookkit.branches.copy_to_rewritten import copy_to_rewritten
from hookkit.branches.preconditions import rewritable_branch, topic_target
from hookkit.branches.tidy_ref_update import TICKET_KIND, move_branch
from hookkit.dry_run.autosquash import author_without_name
from hookkit.errors import Refused, WrongUsage
from hookkit.git.commit_message import (
    parse_message,
    unused_comment_character,
    with_prefix,
    with_trailer,
)
from hookkit.git.commits import Commit, read_all, read_commit, shallow_boundary
from hookkit.git.objects import author_variables, signs_commits, write_commit
from hookkit.git.runner import Git
from hookkit.history.checks.ticket import KEY, tickets_in
from hookkit.history.refs.targets import Target
from hookkit.phrases import short
from hookkit.settings.branch_template import TICKET, compile_ticket
from hookkit.settings.schema import Settings


class Ticketed(NamedTuple):
    """What became of a branch, or in a dry run what would.

    ``commits`` are those that got the ticket, the oldest first, ``rewritten`` how many were
    rewritten, ``pushed`` those without a ticket that a remote has, which stay. ``base`` names what
    the commits lie on. ``other_branches`` here have the old commits. ``new`` is the tip after, None
    where nothing has moved.
    """

    branch: str
    ticket: str
    base: str
    old: str
    commits: tuple[Commit, ...] = ()
    rewritten: int = 0
    pushed: tuple[Commit, ...] = ()
    other_branches: tuple[str, ...] = ()
    lost_notes: bool = False
    new: str | None = None


def add_ticket(git: Git, settings: Settings, ticket: str, is_dry: bool) -> Ticketed:
    """Put a ticket into the unpushed commits of the branch that lack one; if ``is_dry``, only look.

    Raises WrongUsage for what is no ticket, and Refused where all that lack one are pushed, or it
    could cost somebody something. Then nothing has moved.
    """
    pattern = _pattern(settings, ticket)
    branch = rewritable_branch(git, settings, "whose commits could get a ticket")
    target = topic_target(git, settings, branch)
    lacking = _lacking(git, target, pattern, _prefix(settings, ticket))
    unpushed = _unpushed(git, target)
    mine = tuple(each for each in lacking if each.id in unpushed)
    pushed = tuple(each for each in lacking if each.id not in unpushed)
    if pushed and not mine:
        sentence = "the commits that lack a ticket are pushed, and stay as they are"
        raise Refused(sentence, f"git show --no-patch {short(pushed[-1].id)}")
    tip = read_commit(git, "HEAD").id
    base = target.shown if target else "what is pushed"
    done = Ticketed(branch, ticket, base, tip, mine, 0, pushed)
    if not mine:
        return done
    line = _line(git, unpushed, mine)
    others, _ = find_containing(git, [branch], target, mine[0].id, branch)
    done = done._replace(rewritten=len(line), other_branches=others)
    messages = _messages(git, settings, done, line)
    return done if is_dry else _rewritten(git, done, line, messages)


def _pattern(settings: Settings, ticket: str) -> str:
    """Give the pattern of the team's tickets, which ``ticket`` must match as a whole.

    Where the team has none, any one word is a ticket beside those that look like one.
    """
    agreed = settings.ticket_pattern
    if agreed:
        is_ticket = compile_ticket(agreed).fullmatch(ticket) is not None
        wanted = f"as agreed: {agreed}"
    else:
        is_ticket = bool(ticket) and not any(each.isspace() for each in ticket)
        wanted = "such as ABC-12, #12 or one word"
    # A pattern may match what would write other lines into a message.
    if not is_ticket or ticket.strip() != ticket or not ticket.isprintable():
        raise WrongUsage(f"{ticket!r} is not a ticket {wanted}", "hookkit ticket --help")
    return agreed or f"{re.escape(ticket)}|{TICKET}"


def _prefix(settings: Settings, ticket: str) -> str:
    """Give what goes in front of a subject, "" where the ticket goes into a trailer."""
    return settings.ticket_prefix.replace("{ticket}", ticket)


def _lacking(git: Git, target: Target | None, pattern: str, prefix: str) -> list[Commit]:
    """Give the commits of the branch's own line without a ticket, the oldest first.

    Merges need none, nor do fixups, which end in another commit, nor what begins with ``prefix``.
    """
    limits = [f"^{target.ref}"] if target else ["--not", "--remotes"]
    walk = ("rev-list", "--first-parent", "--no-merges", "--reverse", "HEAD", *limits, "--")
    commits = read_all(git, git.line(*walk).split())
    return [each for each in commits if not _has_ticket(each, pattern, prefix)]


def _has_ticket(commit: Commit, pattern: str, prefix: str) -> bool:
    message = parse_message(_text(commit), "\0")
    is_prefixed = bool(prefix) and message.subject.startswith(prefix)
    return is_prefixed or message.is_fixup or bool(tickets_in(message, pattern))


def _text(commit: Commit) -> str:
    try:
        return commit.message.decode(commit.encoding or "utf-8", "surrogateescape")
    except LookupError:  # git keeps whatever name i18n.commitEncoding had
        return commit.message.decode("utf-8", "surrogateescape")


def _unpushed(git: Git, target: Target | None) -> dict[str, Commit]:
    """Give what no remote has, parents before their children."""
    limits = [f"^{target.ref}"] if target else []
    walk = ("rev-list", "--topo-order", "--reverse", "HEAD", *limits, "--not", "--remotes", "--")
    return {each.id: each for each in read_all(git, git.line(*walk).split())}


def _line(git: Git, unpushed: Mapping[str, Commit], ticketed: Sequence[Commit]) -> list[Commit]:
    """Give the commits to rewrite: those that get the ticket, and all that lie above them."""
    rewritten = {each.id for each in ticketed}
    line = []
    for name, commit in unpushed.items():
        if name in rewritten or not rewritten.isdisjoint(commit.parents):
            rewritten.add(name)
            line.append(commit)
    unnamed = author_without_name(line)
    if unnamed is not None:
        raise Refused(f"{unnamed}: nothing was changed", "git log -1 --format=%an")
    if not shallow_boundary(git).isdisjoint(rewritten):
        sentence = "where the branch begins is unknown in this shallow clone"
        raise Refused(sentence, "git fetch --unshallow")
    return line


def _messages(
    git: Git, settings: Settings, done: Ticketed, line: Sequence[Commit]
) -> list[bytes]:
    """Give the new messages of a line, those of ``done.commits`` with the ticket."""
    ticketed, messages = {each.id for each in done.commits}, []
    for each in line:
        text = _text(each)
        if each.id in ticketed:
            prefix = _prefix(settings, done.ticket)
            text = _with_ticket(git, text, done.ticket, prefix)
        messages.append(_encoded(text, each))
    return messages


def _rewritten(
    git: Git, done: Ticketed, line: Sequence[Commit], messages: Sequence[bytes]
) -> Ticketed:
    new, sign = dict[str, str](), signs_commits(git)
    for each, message in zip(line, messages, strict=True):
        parents = [new.get(parent, parent) for parent in each.parents]
        author = author_variables(each.author)
        new[each.id] = write_commit(
            git, each.tree, parents, message, each.encoding, author, sign
        )
    move_branch(git, done.branch, done.old, new[done.old], TICKET_KIND)
    return done._replace(new=new[done.old], lost_notes=not copy_to_rewritten(git, new))


def _with_ticket(git: Git, text: str, ticket: str, prefix: str) -> str:
    # Nothing in a commit is a comment any more.
    comment = unused_comment_character(text.split("\n"))
    if prefix:
        return with_prefix(text, prefix, comment)
    return with_trailer(git, text, KEY, ticket, comment)


def _encoded(text: str, commit: Commit) -> bytes:
    try:
        return text.encode(commit.encoding or "utf-8", "surrogateescape")
    except LookupError:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeError as error:
        name = short(commit.id)
        sentence = f"{name} is in {commit.encoding}, which cannot write the ticket"
        raise Refused(f"{sentence}: nothing was changed", f"git show --no-patch {name}") from error
