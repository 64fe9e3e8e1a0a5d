"""The context of a merge that is checked: its branch, and the settings of the check."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.history.checks.find_own_changes import may_have_own_changes
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level, RepairMethod
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.upstream_branch import branch_and_upstream


class MergeCheckSettings(NamedTuple):
    """The levels and branches by which a merge is checked.

    ``inner_level`` is the level of HK304, ``back_merge_level`` the level of HK306, ``level`` the
    level of the other rules. Branches that match the globs ``protected`` are protected: a merge of
    one into another (a release into main, main into a release, main of a vendor's remote) is
    allowed. ``target_name`` is the name of the configured target, or "".
    """

    protected: Sequence[str]
    level: Level
    inner_level: Level = "refuse"
    back_merge_level: Level = "warn"
    target_name: str = ""

    @property
    def is_off(self) -> bool:
        """Whether all levels are off."""
        return {self.level, self.inner_level, self.back_merge_level} == {"off"}


class MergeContext(NamedTuple):
    """A merge into ``branch``, whose upstream is ``upstream``, None if it has none.

    ``branch`` has the id and the short name of the commit that the merge is assumed to be made on.
    ``check_settings`` are the levels and branches of the check. ``abort_command`` is the command
    that aborts the merge under way, "" if there is none. ``has_own_changes`` says that the merge
    under way may have changes by a person, which an abort would lose.
    """

    git: Git
    branch: BranchRef
    upstream: BranchRef | None
    check_settings: MergeCheckSettings
    abort_command: str
    has_own_changes: bool

    @property
    def first_command(self) -> str:
        """The first command of a repair: the abort of the merge, or a switch to the branch."""
        return self.abort_command or f"git switch {shlex.quote(self.branch.name)}"

    def rebase_repair(self, *words: str) -> str:
        """Give the repair that rebases the branch."""
        return join_commands(
            self.abort_command,
            rebase_command(*words, "" if self.abort_command else shlex.quote(self.branch.name)),
        )

    def new_branch_repair(self, onto: str) -> str:
        """Give the repair without a rebase: a new branch gets the branch's own commits."""
        branch = f"git branch NEW-BRANCH {shlex.quote(self.branch.name)}"
        return join_commands(self.first_command, branch, f"git reset --keep {onto}")

    def is_other_protected(self, branch: BranchRef) -> bool:
        """Whether a branch is protected and is not the branch that is merged into."""
        merged_into = {self.branch.ref, self.upstream.ref if self.upstream else ""}
        return branch.ref not in merged_into and is_protected(
            branch.bare_name, self.check_settings.protected
        )

    def is_pulled(self, branch: BranchRef) -> bool:
        """Whether a pull on the branch of this merge would merge ``branch``."""
        is_same = branch.bare_name == self.branch.name or not self.is_other_protected(branch)
        is_upstream = self.upstream is not None and branch.ref == self.upstream.ref
        return is_upstream or (is_same and branch.ref == self.branch.configured_upstream)

    def make_finding(
        self,
        rule: str,
        sentence: str,
        repair: str | None,
        level: Level | None = None,
        repair_method: RepairMethod = "",
    ) -> Finding:
        """Make a finding of a broken rule."""
        level = level or self.check_settings.level
        return Finding(
            rule, "no", level, self.branch.name, sentence, repair, repair_method=repair_method
        )


def read_merge_context(
    git: Git,
    branch: str | None,
    heads: Sequence[MergeHead],
    check_settings: MergeCheckSettings,
    *,
    is_under_way: bool,
    base: BranchRef | None,
) -> MergeContext | None:
    """Read the context of a merge of ``heads`` into ``branch``, None if ``branch`` does not exist.

    ``is_under_way`` and ``base`` are as for ``check_merge_heads``.
    """
    branch_ref, upstream = branch_and_upstream(git, branch) if branch else (None, None)
    if branch_ref is None:
        return None
    if base is not None:
        branch_ref = branch_ref._replace(id=base.id, short_name=base.short_name)
    has_own_changes = is_under_way and may_have_own_changes(git, branch_ref.id, heads)
    abort_command = "git merge --abort" if is_under_way else ""
    return MergeContext(git, branch_ref, upstream, check_settings, abort_command, has_own_changes)
