"""Whether a protected branch gets commits that should be squashed first (HK601 and HK602)."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import is_fixup, revisions_of_fixups, squash_targets
from hookkit.git.log import LogCommit, read_log
from hookkit.git.runner import Git
from hookkit.history.checks.finding_phrases import describe_commit, describe_commits
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level, RepairMethod, without_off_findings
from hookkit.phrases import plural, short_id

MAX_COMMITS_BELOW = 500
"""The number of commits below a range that are searched for the target of a fixup."""


def check_fixups(
    git: Git,
    tip: str,
    excluded_revisions: Sequence[str],
    *,
    branch: str,
    base: str,
    level: Level,
    named_branch: str = "",
    first_command: str = "",
    is_on_branch: bool = False,
) -> list[Finding]:
    """Check the commits of ``tip`` that go to ``branch``, a protected branch.

    ``excluded_revisions`` are arguments of ``git rev-list`` for the commits that the branch has:
    ``HEAD`` for a merge into the current branch, ``--remotes=origin`` for a push. ``base`` is the
    revision that a repair rebases on, ``named_branch`` the branch that it rebases, "" for the
    current branch. ``first_command`` is the first command of a repair, such as
    ``git merge --abort``, "" for none. ``is_on_branch`` says that the commits are on ``branch``
    itself already, where ``hookkit tidy`` does not squash them. HK601 is for commits that
    autosquash would squash. HK602 is for commits whose target is not among these commits, so that
    autosquash would leave them as they are.
    """
    if level == "off":
        return []
    log = read_log(git, "--reverse", tip, "--not", *excluded_revisions)
    if log is None:
        sentence = f"what {branch} would get is unknown: not all of it is here"
        return [Finding("HK601", "unknown", level, branch, sentence, "git fetch")]
    targets = _targets_of_fixups(git, log)
    squash = _Squash(git, log, tip, base, named_branch, first_command)
    findings = [
        _targetless_finding(squash, commit, branch, level)
        for commit in log
        if is_fixup(commit.subject) and not commit.is_merge and commit not in targets
    ]
    if targets:
        repair = squash.git_command() if is_on_branch else squash.hookkit_command()
        repair_method: RepairMethod = "" if is_on_branch or squash.has_merges else "tidy"
        findings.insert(0, _squash_finding([*targets], branch, level, repair, repair_method))
    return findings


def check_targetless_fixups(
    git: Git,
    findings: Sequence[Finding],
    tip: str,
    published_revisions: Sequence[str],
    *,
    branch: str,
    level: Level,
    is_on_branch: bool,
) -> list[Finding]:
    """Search below the checked range for the targets of the fixups without one (HK602).

    ``findings`` are those of the range.

    ``published_revisions`` are arguments of ``git rev-list`` for commits that must not be
    rewritten. A fixup whose target is above these commits can be squashed: HK601 (``level``)
    replaces HK602. ``is_on_branch`` is as for ``check_fixups``. Only the newest MAX_COMMITS_BELOW
    commits are searched.
    """
    targetless_fixups = {
        each.place for each in findings if each.rule == "HK602" and each.answer == "no"
    }
    revisions = (
        "--reverse",
        f"--max-count={MAX_COMMITS_BELOW}",
        tip,
        "--not",
        *published_revisions,
    )
    log = (read_log(git, *revisions) if targetless_fixups else None) or []
    targets = {
        each: target
        for each, target in _targets_of_fixups(git, log).items()
        if each.id in targetless_fixups
    }
    if not targets:
        return [*findings]
    oldest_target = min(targets.values(), key=log.index)
    repair = _squash_from(git, log[log.index(oldest_target) :], tip, is_on_branch)
    fixup_ids = {each.id for each in targets}
    others = [each for each in findings if each.place not in fixup_ids]
    squash_findings = (
        Finding(
            "HK601",
            "no",
            level,
            each.id,
            _target_below_range_sentence(each, target, branch),
            repair,
        )
        for each, target in targets.items()
    )
    return [*others, *without_off_findings(squash_findings)]


def _targets_of_fixups(git: Git, log: Sequence[LogCommit]) -> Mapping[LogCommit, LogCommit]:
    """Give, for each fixup of ``log``, the commit that it is squashed into.

    ``log`` begins with the oldest commit.
    """
    commits = [each for each in log if not each.is_merge]
    revisions = revisions_of_fixups(git, [each.subject for each in commits])
    target_indexes = squash_targets([(each.id, each.subject) for each in commits], revisions)
    return {
        commits[index]: commits[target]
        for index, target in enumerate(target_indexes)
        if target != index
    }


def _target_below_range_sentence(fixup: LogCommit, target: LogCommit, branch: str) -> str:
    sentence = f"{describe_commit(fixup)} is to be squashed into {describe_commit(target)}"
    return f"{sentence}, which {branch} has below the range"


def _squash_from(git: Git, log: Sequence[LogCommit], tip: str, is_on_branch: bool) -> str | None:
    """Give the command that squashes into the first commit of ``log`` and the commits above it.

    None if that commit is a root commit, or if the squash would lose something.
    """
    if not log[0].parents:
        return None
    squash = _Squash(git, log, tip, f"{short_id(log[0].id)}^", "", "")
    return squash.git_command() if is_on_branch else squash.hookkit_command()


def _squash_finding(
    commits: list[LogCommit],
    branch: str,
    level: Level,
    repair: str | None,
    repair_method: RepairMethod,
) -> Finding:
    number = plural(len(commits), "commit")
    sentence = (
        f"{branch} would get {number} that should be squashed before: {describe_commits(commits)}"
    )
    return Finding("HK601", "no", level, branch, sentence, repair, repair_method=repair_method)


class _Squash(NamedTuple):
    """The commits to squash: ``log``, from above ``base`` up to ``tip``."""

    git: Git
    log: Sequence[LogCommit]
    tip: str
    base: str
    named_branch: str
    first_command: str

    def hookkit_command(self) -> str | None:
        """Give hookkit's command, which keeps uncommitted edits; with merges, git's, or None."""
        if self.has_merges:
            return self.git_command()
        switch = f"git switch {shlex.quote(self.named_branch)}" if self.named_branch else ""
        return join_commands(self.first_command, switch, "hookkit tidy")

    def git_command(self) -> str | None:
        """Give git's own command, None if it would stop at a conflict or lose something."""
        options = ("--rebase-merges",) if self.has_merges else ()
        return squash_command(
            self.git, self.tip, self.base, self.named_branch, self.first_command, *options
        )

    def reword_command(self, commit: LogCommit) -> str | None:
        """Give the command to edit a commit's message, None if it would lose something."""
        if (
            self.has_merges
            and not try_rebase(
                self.git, [self.tip], f"{commit.id}^", tree=self.log[-1].tree
            ).gives_expected_files
        ):
            return None
        # The commit to reword is the first of the todo list.
        editor = "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/reword/'"
        arguments = [
            "-i",
            f"{short_id(commit.id)}^",
            shlex.quote(self.named_branch) if self.named_branch else "",
        ]
        return join_commands(self.first_command, f"{editor} {rebase_command(*arguments)}")

    @property
    def has_merges(self) -> bool:
        """Whether a commit is a merge: `hookkit tidy` squashes only above the newest merge."""
        return any(commit.is_merge for commit in self.log)


def squash_command(
    git: Git, tip: str, base: str, named_branch: str, first_command: str, *options: str
) -> str | None:
    """Give git's command that squashes ``base..tip``, None if it would stop or lose something.

    ``named_branch`` and ``first_command`` are as for ``check_fixups``, ``options`` are further
    options of ``git rebase``.
    """
    # Before git 2.44, --autosquash does nothing without -i.
    options = ("-i", "--autosquash", *options, "--keep-base")
    tree = git.line("rev-parse", f"{tip}^{{tree}}")
    rebase = rebase_command(
        *options, shlex.quote(base), shlex.quote(named_branch) if named_branch else ""
    )
    is_safe = try_rebase(git, [tip], base, *options, tree=tree).gives_expected_files
    return join_commands(first_command, f"GIT_SEQUENCE_EDITOR=: {rebase}") if is_safe else None


def _targetless_finding(squash: _Squash, commit: LogCommit, branch: str, level: Level) -> Finding:
    sentence = (
        f"{describe_commit(commit)} is to be squashed, but into no commit that {branch} would get"
    )
    return Finding("HK602", "no", level, commit.id, sentence, squash.reword_command(commit))
