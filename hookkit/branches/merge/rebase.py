"""A topic rebased on its target before it is merged, where nobody can see it."""

from __future__ import annotations

import shlex
from typing import NamedTuple, NoReturn

from hookkit.branches.commits_elsewhere import elsewhere
from hookkit.branches.merge.parties import Parties
from hookkit.branches.preconditions import check_alone, topic_target
from hookkit.branches.sync.guards import Topic, refuse_merges, refuse_stuck, refuse_unlike
from hookkit.branches.worktree_move import check_way
from hookkit.dry_run.rebase import Rebased, Stuck, rebase
from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.history.checks.wording import commands, word
from hookkit.history.refs.targets import Target
from hookkit.settings.schema import Settings


class Anew(NamedTuple):
    """A topic made anew on its target: what comes of it, None where the target has it all.

    ``beside`` are other branches here that have the old commits, ``pushes`` the commands that a
    pushed topic needs.
    """

    rebased: Rebased | None
    beside: tuple[str, ...] = ()
    pushes: tuple[str, ...] = ()


def rebase_topic(git: Git, settings: Settings, parties: Parties) -> Anew:
    """Rebase the topic on the base of the merge; nothing in the repository moves.

    Raises Refused where that has a conflict or could cost somebody something.
    """
    topic, onto = _topic(git, parties), parties.base
    if topic.line.from_merges:
        _refuse(parties, refuse_merges(git, topic))
    remotely = topic_target(git, settings, topic.branch)
    beside = elsewhere(git, [topic.branch], remotely, topic.line.commits[0].id, parties.target.name)
    commits = topic.line.commits
    outcome = rebase(git, onto.id, commits, lambda door, new: check_way(door, parties.at, new))
    if isinstance(outcome, Stuck):
        _refuse(parties, refuse_stuck(git, topic, outcome))
    if outcome is None or not outcome.kept:
        return Anew(None)
    if outcome.unlike:
        _refuse(parties, refuse_unlike(git, topic, outcome.unlike))
    return Anew(outcome, *beside)


def _topic(git: Git, parties: Parties) -> Topic:
    topic, onto = parties.topic, parties.base
    if not topic.is_local:
        name = topic.name.partition("/")[2]
        sentence = f"{topic.name} is of a remote: only a branch that is here can be rebased"
        raise Refused(sentence, shlex.join(["git", "branch", "--track", name, topic.name]))
    if topic.worktree and topic.ref != parties.on:
        sentence = f"{topic.name} is checked out in {topic.worktree}: rebase it there"
        raise Refused(sentence, f"(cd {word(topic.worktree)} && hookkit sync)")
    check_alone(git, topic.name)
    line = unmerged_commits(git, onto.id, topic.id)
    return Topic(topic.name, topic.id, Target(onto.name, onto.ref), onto.id, line)


def _refuse(parties: Parties, because: Refused) -> NoReturn:
    is_there = parties.topic.ref == parties.on
    switch = "" if is_there else f"git switch {word(parties.topic.name)}"
    raise Refused(because.message, commands(switch, because.repair or ""))
