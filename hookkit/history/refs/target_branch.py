"""The target branch: the branch that a topic will be merged into; it counts as protected."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import (
    DEFAULT_REMOTES,
    is_protected,
    name_after_first_slash,
    without_remote,
)
from hookkit.history.refs.branch_refs import branches_by_ref
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import Settings

_DEFAULT_NAMES = ("main", "master")


class Target(NamedTuple):
    """The branch that topics are merged into.

    ``name`` is its name without refs/heads/. ``ref`` is the full name of the ref that is compared
    with: the remote-tracking branch if there is one, else the local branch.
    """

    name: str
    ref: str

    @property
    def display_name(self) -> str:
        """The shown name: ``main``, ``origin/main``."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)


def find_target(git: Git, configured_target: str | None = None) -> Target | None:
    """Give ``configured_target``; without one the default branch of a remote, else main or master.

    ``configured_target`` may begin with a remote ("origin/main"); then it is the branch of that
    remote. None if there is no such branch. Runs one process, more only in a fork or
    if the default branch has another name than main and master.
    """
    default_refs = {
        f"{REMOTES}{remote}/{name}": name for remote in DEFAULT_REMOTES for name in _DEFAULT_NAMES
    }
    default_refs |= {HEADS + name: name for name in _DEFAULT_NAMES}
    refs = _candidate_refs(configured_target) if configured_target else default_refs
    heads = [] if configured_target else [f"{REMOTES}{remote}/HEAD" for remote in DEFAULT_REMOTES]
    out = git.lines_cached("for-each-ref", "--format=%(refname) %(symref)", *heads, *refs)
    symrefs = dict(line.split(" ", 1) for line in out)
    for head in heads:
        if symrefs.get(head):
            ref = symrefs[head]
            name = ref.removeprefix(head.removesuffix("HEAD"))
            original = f"{REMOTES}{DEFAULT_REMOTES[0]}/{name}"
            has_original = original in symrefs or (
                name not in _DEFAULT_NAMES and git.resolve(original)
            )
            return Target(name, _original_if_copy(git, ref, original) if has_original else ref)
    return next((Target(refs[ref], ref) for ref in refs if ref in symrefs), None)


def _original_if_copy(git: Git, ref: str, original: str) -> str:
    """Give ``original``, a branch of "upstream", if ``ref`` is its copy in a fork, else ``ref``.

    This is needed because `git remote add` creates no HEAD that tells the default branch of
    "upstream".
    """
    is_copy = git.is_ancestor(ref, original)
    return original if is_copy else ref


def _candidate_refs(configured_target: str) -> dict[str, str]:
    """Give the refs that a configured target may stand for, with names, the likeliest first."""
    name = without_remote(configured_target)
    full_name = configured_target.removeprefix(HEADS).removeprefix(REMOTES)
    named_remotes = [remote for remote in DEFAULT_REMOTES if full_name == f"{remote}/{name}"]
    refs = {f"{REMOTES}{remote}/{name}": name for remote in named_remotes or DEFAULT_REMOTES}
    other_name = "" if named_remotes else name_after_first_slash(REMOTES + full_name)
    other_refs = {REMOTES + full_name: other_name} if other_name else {}
    return refs | {HEADS + name: name} | other_refs


def target_of(
    git: Git, branch: str | None, protected: Sequence[str], default_target: Target | None
) -> Target | None:
    """Give the target of ``branch``: the protected branch that it follows, else ``default_target``.

    Thus the target of a fix for a release is that release. ``protected`` are globs. ``branch`` is a
    name, None for no branch. ``default_target`` is None if there is no usual target.
    """
    command = ("for-each-ref", "--format=%(upstream)", HEADS + branch) if branch else ()
    upstream_ref = next(iter(git.lines_cached(*command) if command else ()), "")
    name = name_after_first_slash(upstream_ref)
    is_other = name not in ("", branch, default_target.name if default_target else "")
    return (
        Target(name, upstream_ref) if is_other and is_protected(name, protected) else default_target
    )


def short_target_name(git: Git, target: Target) -> str:
    """Give the name of the target in a command: ``main``, ``origin/main``."""
    branches = branches_by_ref(git, [target.ref])
    return branches[target.ref].short_name if target.ref in branches else target.ref


def with_target_protected(git: Git, settings: Settings) -> Settings:
    """Add the target to the protected branches of the settings."""
    target_name = settings.target
    if not target_name:
        target = find_target(git)
        target_name = target.name if target is not None else ""
    return with_protected_branch(settings, target_name)


def with_protected_branch(settings: Settings, branch: str) -> Settings:
    """Add ``branch`` ("" for none) to the protected branches of the settings."""
    if not branch or is_protected(branch, settings.protected):
        return settings
    # The name of a branch has no characters that are special in a glob.
    return settings._replace(protected=(*settings.protected, branch))
