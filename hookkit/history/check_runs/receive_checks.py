"""The checks of a push in the repository that receives it, ref by ref: nobody can skip them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.compare_histories import may_lack_commits
from hookkit.git.log import read_log
from hookkit.git.refs import HEADS, TAGS, head_ref
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult, FindingOrNote, collect_results
from hookkit.history.check_runs.range_checks import check_branch_fixups, check_branch_history
from hookkit.history.check_runs.replace_repairs import (
    result_without_rewriting_repairs,
    with_repairs_without_autostash,
    with_squash_as_repair,
)
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.checks.lost_commits import lost_commits_finding
from hookkit.history.checks.protected_branch_tickets import check_missing_tickets
from hookkit.history.finding import Answer, Finding, Level
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import LocalBranches, read_local_branches
from hookkit.history.refs.checked_commits import (
    base_of_new_commits,
    base_of_update,
    trusted_commits,
)
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.refs.pushed_refs import PushedRef
from hookkit.history.refs.received_refs import ReceivedRef, read_received_refs
from hookkit.history.refs.target_branch import with_protected_branch
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings
from hookkit.settings.effective_settings import load_server_settings
from hookkit.settings.raw_setting import RawSetting
from hookkit.settings.time_limited_pattern import SlowPattern

_REPLACE_PREFIX = "refs/replace/"


class _Receiver(NamedTuple):
    """A repository that receives a push, before any of its refs is updated.

    ``branches`` are its branches. ``target`` is the name of its target branch, "" if unknown.
    ``policy_settings`` are the settings that no push can change.
    """

    git: Git
    settings: Settings
    branches: LocalBranches
    target: str
    policy_settings: Sequence[RawSetting]

    def checked_commits(self, branch: str) -> list[str]:
        """Give the commits that count as checked for a protected branch, as in a clone."""
        settings = self.settings
        protected_tips = (
            [] if branch == self.target else self.branches.protected_ids(settings.protected)
        )
        return [*protected_tips, *trusted_commits(self.git, settings.trusted)]


def check_receive(
    git: Git, settings: Settings, data: bytes, policy_settings: Sequence[RawSetting] = ()
) -> list[CheckResult]:
    """Check each ref of a push; ``data`` is the input that git writes to pre-receive.

    ``policy_settings`` are the settings that no push can change. A finding with the answer
    "unknown" has no repair: the person who pushes cannot change this repository. Raises WrongUsage
    for input that git does not write.
    """
    target = settings.target or (head_ref(git) or "").removeprefix(HEADS)
    receiver = _Receiver(
        git,
        with_protected_branch(settings, target),
        read_local_branches(git),
        target,
        policy_settings,
    )
    refs = read_received_refs(data, receiver.branches.symbolic_ref_targets)
    results = [
        with_repairs_without_autostash(
            git,
            collect_results(ref.name, map(_without_repair_of_unknown, _check_ref(receiver, ref))),
        )
        for ref in refs
    ]
    is_refused = any(each.is_refused for each in results)
    return results if is_refused else [*map(result_without_rewriting_repairs, results)]


def _without_repair_of_unknown(result: FindingOrNote) -> FindingOrNote:
    if isinstance(result, Finding) and result.answer == "unknown":
        return result._replace(repair=None)
    return result


def _check_ref(receiver: _Receiver, received_ref: ReceivedRef) -> list[FindingOrNote]:
    git, settings, branch = receiver.git, receiver.settings, received_ref.branch
    level = settings.level("force-push", "refuse")
    findings = _check_force_push(git, received_ref, protected=settings.protected, level=level)
    findings += _check_replace_ref(received_ref, settings.level("replace-refs", "refuse"))
    if branch is None or received_ref.is_deletion:
        return [*findings]
    if not is_protected(branch, settings.protected):
        # A branch that exists may be used by others, so it is not to be renamed.
        return _check_name(receiver, received_ref, branch) if received_ref.is_creation else []
    # A rewritten branch has no history to compare, and git itself refuses a branch that does not
    # point to a commit.
    if findings or git.resolve(received_ref.new_id) is None:
        return [*findings]
    return _check_protected_branch(receiver, received_ref, branch)


def _check_replace_ref(received_ref: ReceivedRef, level: Level) -> list[Finding]:
    """Check whether a received ref replaces an object for everybody (HK901, git-replace(1)).

    A deletion gives no finding: it restores the original object.
    """
    object_id = received_ref.ref.removeprefix(_REPLACE_PREFIX)
    if level == "off" or object_id == received_ref.ref or received_ref.is_deletion:
        return []
    place = f"the place of {short_id(object_id)}"
    sentence = f"everybody who fetches it would see another object in {place}"
    return [Finding("HK901", "no", level, received_ref.ref, sentence)]


def _check_name(receiver: _Receiver, received_ref: ReceivedRef, branch: str) -> list[FindingOrNote]:
    git, naming_patterns = receiver.git, naming_patterns_of(receiver.settings)
    level = receiver.settings.level("branch-name", "refuse")
    try:
        return [*check_branch_name(git, branch, naming_patterns, level, include_pushed=True)]
    except SlowPattern as slow:
        return [_slow_pattern_finding(receiver, received_ref, "HK101", level, slow)]


def _slow_pattern_finding(
    receiver: _Receiver,
    received_ref: ReceivedRef,
    rule: str,
    level: Level,
    slow: SlowPattern,
) -> Finding:
    """Give the finding for a pattern that takes too long.

    The rule counts as broken, because the text may have been written to evade the pattern. In a
    push that changes the patterns, the answer is "unknown", so that the push is accepted.
    """
    answer: Answer = "unknown" if _changes_patterns(receiver, received_ref) else "no"
    return Finding(rule, answer, level, received_ref.branch or "", slow.message, slow.repair)


def _changes_patterns(receiver: _Receiver, received_ref: ReceivedRef) -> bool:
    """Whether a push changes the patterns on the branch that the settings are read from."""
    git, old_settings = receiver.git, receiver.settings
    names = (head_ref(git), f"{HEADS}main", f"{HEADS}master")
    if received_ref.ref != next((each for each in names if each and git.resolve(each)), None):
        return False
    new_settings, problem = load_server_settings(git, received_ref.new_id, receiver.policy_settings)
    patterns = new_settings.branch_pattern, new_settings.ticket_pattern
    return problem is None and patterns != (
        old_settings.branch_pattern,
        old_settings.ticket_pattern,
    )


def _check_protected_branch(
    receiver: _Receiver, received_ref: ReceivedRef, branch: str
) -> list[FindingOrNote]:
    git, settings, tip = receiver.git, receiver.settings, received_ref.new_id
    checked_commits = receiver.checked_commits(branch)
    if received_ref.is_creation:
        base = base_of_new_commits(
            git, tip, [*checked_commits, *receiver.branches.protected_ids(settings.protected)]
        )
    else:
        base = base_of_update(git, received_ref.old_id, tip, checked_commits)
    if base is None:
        return _check_new_history(receiver, tip, branch, checked_commits)
    if received_ref.is_creation and base in ("", tip):
        return []
    excluded_revisions = [base, *checked_commits]
    return [
        *_check_direct_push(receiver, received_ref),
        *with_squash_as_repair(
            [
                *check_branch_history(git, settings, base, tip, branch),
                *check_branch_fixups(
                    git, settings, tip, excluded_revisions, branch, short_id(base)
                ),
            ]
        ),
        *_check_tickets(receiver, received_ref, branch, excluded_revisions),
        *_check_debt(receiver, base, tip),
    ]


def _check_tickets(
    receiver: _Receiver,
    received_ref: ReceivedRef,
    branch: str,
    excluded_revisions: Sequence[str],
) -> list[Finding]:
    level = receiver.settings.level("ticket", "warn")
    try:
        return check_missing_tickets(
            receiver.git,
            received_ref.new_id,
            excluded_revisions,
            branch=branch,
            naming_patterns=naming_patterns_of(receiver.settings),
            level=level,
        )
    except SlowPattern as slow:
        return [_slow_pattern_finding(receiver, received_ref, "HK701", level, slow)]


def _check_debt(receiver: _Receiver, base: str, tip: str) -> list[Finding]:
    level = receiver.settings.level("debt", "off")
    if level == "off":
        return []
    from hookkit.history.checks.debt import range_debt

    return range_debt(receiver.git, level, base, tip)


def _check_new_history(
    receiver: _Receiver, tip: str, branch: str, checked_commits: Sequence[str]
) -> list[FindingOrNote]:
    """Check a new branch without known commits for fixups only: it may be merged later."""
    results: list[FindingOrNote] = [
        f"{branch} begins here: there is nothing to compare its commits with"
    ]
    if receiver.branches.protected_ids(receiver.settings.protected):
        findings = check_branch_fixups(
            receiver.git, receiver.settings, tip, checked_commits, branch, ""
        )
        results += [each._replace(repair=None) for each in findings]
    return results


def _check_direct_push(receiver: _Receiver, received_ref: ReceivedRef) -> list[Finding]:
    level = receiver.settings.level("protected-branch", "off")
    pushed_ref = PushedRef(
        short_id(received_ref.new_id),
        received_ref.new_id,
        received_ref.ref,
        received_ref.old_id,
        "origin",
    )
    return check_direct_commits(
        receiver.git,
        pushed_ref,
        protected=receiver.settings.protected,
        level=level,
    )


def _check_force_push(
    git: Git, received_ref: ReceivedRef, *, protected: Sequence[str], level: Level
) -> list[Finding]:
    """Check whether a protected branch or a tag would lose something (HK501, HK502, HK505).

    A topic may be rewritten and deleted. The repairs are for the clone of the person who pushes.
    """
    if level == "off" or received_ref.is_creation:
        return []
    if received_ref.tag is not None:
        return [_tag_finding(received_ref, received_ref.tag, level)]
    branch = received_ref.branch
    if branch is None or not is_protected(branch, protected):
        return []
    if received_ref.is_deletion:
        sentence = f"{branch} is protected: it would be deleted"
        return [Finding("HK502", "no", level, branch, sentence)]
    old_id, new_id = received_ref.old_id, received_ref.new_id
    if read_log(git, "-1", old_id, f"^{new_id}") == []:
        return []
    if may_lack_commits(git, [new_id], old_id):
        sentence = f"whether {branch} would lose commits is unknown in this shallow repository"
        return [Finding("HK501", "unknown", level, branch, sentence)]
    return [lost_commits_finding(git, branch, old_id, new_id, level, is_received=True)]


def _tag_finding(received_ref: ReceivedRef, tag: str, level: Level) -> Finding:
    if received_ref.is_deletion:
        sentence = f"the tag {tag} would be deleted: who has it keeps it"
        return Finding("HK505", "no", level, tag, sentence)
    sentence = f"the tag {tag} would move: who has it keeps the old one"
    repair = f"git push origin {shlex.quote(received_ref.ref)}:{shlex.quote(f'{TAGS}{tag}.1')}"
    return Finding("HK505", "no", level, tag, sentence, repair)
