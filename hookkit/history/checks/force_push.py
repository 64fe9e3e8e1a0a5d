"""Whether a push would take something from the remote that others may need (HK501 to HK506)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hookkit.errors import GitFailed
from hookkit.git.commit_range import has_commit, has_merges, is_cut, never_in_reflog, read_log
from hookkit.git.head import head_ref
from hookkit.git.log import LogCommit
from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.git.runner import Git
from hookkit.history.checks.protected_branch import rewritten
from hookkit.history.checks.rebase_dry_run import conflicts_of
from hookkit.history.checks.wording import authors, commands, in_force, listed, may_stop, word
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.ref_update import RefUpdate
from hookkit.history.refs.refs_of_push import commits_here, fast_forwards, only_there
from hookkit.history.refs.targets import is_protected, is_url, push_sources, remote_branches
from hookkit.phrases import counted, short


class _Case(NamedTuple):
    """What is checked: one pushed branch."""

    git: Git
    pushed: RefUpdate
    name: str
    level: Level
    others: Level
    mine: Sequence[str]

    @property
    def place(self) -> str:
        """The branch of the remote, as reports name it."""
        return f"{self.pushed.remote}/{self.name}"

    @property
    def elsewhere(self) -> list[str]:
        """The words for every other branch of the remote."""
        return remote_branches(self.pushed.remote, self.name)


def check_force_push(
    git: Git,
    pushed: RefUpdate,
    *,
    protected: Sequence[str],
    level: Level,
    others: Level = "warn",
    tags: Level = "refuse",
    mine: Sequence[str] = (),
) -> list[Finding]:
    """Check one pushed ref by what the remote would lose.

    ``level`` is that of HK501, HK502, HK503 and HK506, ``tags`` that of HK505. ``others`` is that
    of HK504: commits that were on the pushed branch here once, that others made, and that it lacks
    now; and that of HK506 where all that is lost is one's own. ``mine`` are further addresses of
    the person. A new ref, one that goes on from where it is, and one's own commits rewritten give
    no finding. Refs beside branches and tags are not checked.
    """
    if pushed.creates or pushed.local_id == pushed.remote_id:
        return []
    if pushed.remote_ref.startswith(TAGS):
        return in_force([] if pushed.deletes else [_moved_tag(pushed, tags)])
    if pushed.branch is None:
        return []
    case = _Case(git, pushed, pushed.branch, level, others, mine)
    return in_force(_over_branch(case, is_protected(pushed.branch, protected)))


def check_many(
    git: Git,
    refs: Sequence[RefUpdate],
    *,
    protected: Sequence[str],
    level: Level,
    others: Level = "warn",
) -> dict[RefUpdate, list[Finding]]:
    """Check those of many refs of one push, as ``check_force_push`` does, that need no look alone.

    These are deletions of branches that are not protected, and what goes on from where it was. git
    is started a few times, however many refs there are.
    """
    topics = [each for each in refs if each.branch and not is_protected(each.branch, protected)]
    olds = [each for each in topics if not each.creates and each.local_id != each.remote_id]
    here = commits_here(git, [each.remote_id for each in olds])
    olds = [each for each in olds if each.remote_id in here]
    moved = [each for each in olds if not each.deletes]
    ahead = fast_forwards(git, [(each.remote_id, each.local_id) for each in moved])
    found: dict[RefUpdate, list[Finding]] = {
        each: [] for each in moved if (each.remote_id, each.local_id) in ahead
    }
    return found | _deleted_topics(git, [each for each in olds if each.deletes], level, others)


def _deleted_topics(
    git: Git, deleted: Sequence[RefUpdate], level: Level, others: Level
) -> dict[RefUpdate, list[Finding]]:
    # Of a URL nothing is kept apart.
    if not deleted or is_url(deleted[0].remote):
        return {}
    lost = only_there(git, deleted[0].remote, deleted)
    own_addresses = _own_addresses(git) if any(lost.values()) else []
    found = {}
    for each in deleted:
        case = _Case(git, each, each.branch or "", level, others, ())
        of_others = _not_by(lost[each.remote_ref], own_addresses)
        found[each] = in_force([_lost_with(case, of_others)] if of_others else [])
    return found


def _own_addresses(git: Git) -> list[str]:
    """Give the addresses of the person, that of the mailmap too."""
    address = os.fsdecode(git.ask("config", "--get", "user.email").out).strip()
    if not address:
        return []
    mapped = os.fsdecode(git.ask("check-mailmap", f"<{address}>").out).strip()
    return [address, mapped.rpartition("<")[2].rstrip(">")]


def _over_branch(case: _Case, is_protected_branch: bool) -> Iterable[Finding]:
    git, pushed = case.git, case.pushed
    if pushed.deletes:
        return [_deleted(case)] if is_protected_branch else _lost_by_deletion(case)
    if not has_commit(git, pushed.remote_id):
        return [_never_fetched(case)]
    if read_log(git, "-1", pushed.remote_id, f"^{pushed.local_id}") == []:
        return []
    if is_cut(case.git, [case.pushed.local_id], case.pushed.remote_id):
        return [_unknown(case, "HK501" if is_protected_branch else "HK506")]
    if is_protected_branch:
        return [rewritten(git, case.name, pushed.remote_id, pushed.local_id, case.level)]
    return _lost_by_force(case)


def _moved_tag(pushed: RefUpdate, level: Level) -> Finding:
    name = pushed.remote_ref.removeprefix(TAGS)
    sentence = f"the tag {name} on {pushed.remote} would move: who has it keeps the old one"
    repair = (
        f"git push {word(pushed.remote)} {word(pushed.local_ref)}:{word(f'{TAGS}{name}.1')}"
    )
    return Finding("HK505", "no", level, name, sentence, repair)


def _deleted(case: _Case) -> Finding:
    sentence = f"{case.name} on {case.pushed.remote} is protected: it would be deleted"
    return Finding("HK502", "no", case.level, case.name, sentence)


def _lost_by_deletion(case: _Case) -> Iterator[Finding]:
    log = read_log(case.git, "--no-merges", case.pushed.remote_id, "--not", *case.elsewhere)
    of_others = _foreign(case, log or [])
    if of_others:
        yield _lost_with(case, of_others)


def _lost_with(case: _Case, of_others: Sequence[LogCommit]) -> Finding:
    sentence = f"{case.place} has what no other branch there has: {_of_others(of_others)}"
    # A rescue that needs no branch here.
    keep = word(f"refs/heads/{case.name}-kept")
    repair = f"git push {word(case.pushed.remote)} {case.pushed.remote_id}:{keep}"
    return Finding("HK504", "no", case.others, case.place, sentence, repair)


def _never_fetched(case: _Case) -> Finding:
    pushed = case.pushed
    sentence = f"{case.place} has commits that were never fetched: {short(pushed.remote_id)}"
    if case.git.is_shallow:
        # They may as well be old ones, below what the clone has.
        return Finding(
            "HK503", "unknown", case.level, case.place, sentence, "git fetch --unshallow"
        )
    where = f"{word(pushed.remote)} {word(case.name)}"
    known = case.git.resolve(f"{REMOTES}{pushed.remote}/{case.name}")
    how = (
        "--rebase=merges" if known and has_merges(case.git, known, pushed.local_id) else "--rebase"
    )
    repair = commands(_switch(case), f"git pull {how} {where}")
    if known and read_log(case.git, "-1", known, f"^{pushed.local_id}"):
        # A rebase would bring the commits back that were rewritten here.
        pick = f"git cherry-pick {short(known)}..FETCH_HEAD"
        repair = commands(_switch(case), f"git fetch {where}", pick)
        sentence = f"{sentence}; {may_stop('cherry-pick')}"
    else:
        sentence = f"{sentence}; {may_stop('rebase')}"
    return Finding("HK503", "no", case.level, case.place, sentence, repair)


def _switch(case: _Case) -> str:
    """Give the command that goes to the pushed branch; "" where the push names none."""
    ref = case.pushed.local_ref
    return f"git switch {word(ref.removeprefix(HEADS))}" if ref.startswith(HEADS) else ""


def _unknown(case: _Case, rule: str) -> Finding:
    sentence = f"whether {case.place} would lose commits is unknown in this shallow clone"
    return Finding(rule, "unknown", case.level, case.place, sentence, "git fetch --unshallow")


def _lost_by_force(case: _Case) -> Iterator[Finding]:
    lost_commits, merges = _lost_commits(case)
    never_had = _never_had(case) if lost_commits or merges else frozenset()
    if never_had is None:
        of_others, unseen = _without_copies(case, _foreign(case, lost_commits), lost_commits)
    else:
        unseen = [each for each in lost_commits if each.id in never_had]
        merges = [each for each in merges if each.id in never_had]
        known_here = [each for each in lost_commits if each.id not in never_had]
        of_others, unseen = _without_copies(case, _foreign(case, known_here), unseen)
        if unseen or merges:
            yield _never_merged(case, unseen, merges)
    if of_others:
        stop = _conflict_note(case, of_others, [])
        sentence = f"{case.place} would lose {_of_others(of_others)}; {_compare(case)}{stop}"
        yield Finding(
            "HK504", "no", case.others, case.place, sentence, _bring_back(case, of_others, [])
        )
    elif never_had is None and (unseen or merges):
        yield _unknown_loss(case, unseen, merges)


def _never_merged(case: _Case, lost: list[LogCommit], merges: list[LogCommit]) -> Finding:
    all_lost = lost or merges
    names = f"{listed(all_lost)} by {authors(all_lost)}"
    sentence = (
        f"{case.place} would lose {counted(len(all_lost), 'commit')} that your branch never had: "
        f"{names}; {_compare(case)}{_conflict_note(case, lost, merges)}"
    )
    level = case.level if _foreign(case, [*lost, *merges]) else case.others
    return Finding("HK506", "no", level, case.place, sentence, _bring_back(case, lost, merges))


def _unknown_loss(case: _Case, lost: list[LogCommit], merges: list[LogCommit]) -> Finding:
    sentence = (
        f"whether your branch ever had {listed(lost or merges)} of {case.place} is unknown: "
        f"no reflog here tells; {_compare(case)}{_conflict_note(case, lost, merges)}"
    )
    repair = _bring_back(case, lost, merges)
    return Finding("HK506", "unknown", case.level, case.place, sentence, repair)


def _lost_commits(case: _Case) -> tuple[list[LogCommit], list[LogCommit]]:
    """Give commits and merges, oldest first, that no branch of the remote would have any more."""
    pushed = case.pushed
    known = (f"^{pushed.local_id}", "--not", *case.elsewhere)
    log = read_log(case.git, "--reverse", pushed.remote_id, *known) or []
    return [each for each in log if not each.is_merge], [each for each in log if each.is_merge]


def _without_copies(case: _Case, *lists: list[LogCommit]) -> list[list[LogCommit]]:
    """Leave out the commits whose change the pushed branch has as another commit."""
    written = [entry.written for entries in lists for entry in entries]
    if not written:
        return [*lists]
    sides = f"{case.pushed.local_id}...{case.pushed.remote_id}"
    # A copy is no older: without that every commit since the two parted would be compared.
    only = ("--right-only", "--cherry-mark", "--no-merges", f"--since=@{min(written) - 1}")
    same_change = {entry.id for entry in _marked(case, *only, sides) if entry.side == "="}
    return [[entry for entry in entries if entry.id not in same_change] for entries in lists]


def _marked(case: _Case, *revisions: str) -> list[LogCommit]:
    """Read commits, marked by comparing their changes; none where that would need a fetch."""
    # Before git 2.45 nothing else keeps a partial clone from asking for the files that it lacks.
    offline = case.git.with_variables({"GIT_ALLOW_PROTOCOL": "none"})
    try:
        return read_log(offline, *revisions) or []
    except GitFailed:
        return []


def _never_had(case: _Case) -> frozenset[str] | None:
    """Give what no branch that is pushed there ever had; None where no reflog tells."""
    git, pushed = case.git, case.pushed
    ref = pushed.local_ref
    local_branch = head_ref(git) if ref == "HEAD" else ref if ref.startswith(HEADS) else None
    never = never_in_reflog(git, local_branch, pushed.remote_id) if local_branch else None
    if never == frozenset():
        return never
    # One's own commits, made again on another branch, were on the one that usually goes there.
    usual = (each for each in push_sources(git, pushed.remote, case.name) if each != local_branch)
    answers = [never, *(never_in_reflog(git, each, pushed.remote_id) for each in usual)]
    known = [answer for answer in answers if answer is not None]
    return frozenset.intersection(*known) if known else None


def _foreign(case: _Case, entries: Sequence[LogCommit]) -> list[LogCommit]:
    """Give those of ``entries`` that the person neither wrote nor committed."""
    if not entries:
        return []
    address = os.fsdecode(case.git.ask("config", "--get", "user.email").out).strip()
    of_others = _not_by(entries, [*case.mine, address])
    if of_others and address:
        mapped = os.fsdecode(case.git.ask("check-mailmap", f"<{address}>").out).strip()
        of_others = _not_by(of_others, [mapped.rpartition("<")[2].rstrip(">")])
    return of_others


def _not_by(entries: Sequence[LogCommit], addresses: Sequence[str]) -> list[LogCommit]:
    known = {address.casefold() for address in addresses if address}
    return [
        entry
        for entry in entries
        if known.isdisjoint({entry.author_email.casefold(), entry.committer_email.casefold()})
    ]


def _of_others(entries: Sequence[LogCommit]) -> str:
    return f"{counted(len(entries), 'commit')} of others: {listed(entries)} by {authors(entries)}"


def _compare(case: _Case) -> str:
    old, new = short(case.pushed.remote_id), short(case.pushed.local_id)
    return f"see git range-diff {old}...{new}"


def _conflict_note(case: _Case, lost: Sequence[LogCommit], merges: Sequence[LogCommit]) -> str:
    """Say where the command that restores the lost commits has a conflict; "" where it has none."""
    ids = [each.id for each in lost]
    command = ("cherry-pick", *ids) if ids else ("merge", "--no-edit", merges[-1].id)
    paths = conflicts_of(case.git, case.pushed.local_id, *command)
    back = f"git {command[0]} --abort takes it back"
    return f"; the {command[0]} stops at a conflict in {paths}: {back}" if paths else ""


def _bring_back(case: _Case, lost: Sequence[LogCommit], merges: Sequence[LogCommit]) -> str:
    """Give the command that restores the lost commits on the pushed branch."""
    if not lost:
        return commands(_switch(case), f"git merge {short(merges[-1].id)}")
    picks = " ".join(short(each.id) for each in lost)
    return commands(_switch(case), f"git cherry-pick {picks}")
