"""The refusals to rebase a topic, each with its repair command."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.branches.dry_run_rebase import RebaseStop
from hookkit.branches.fetch_remote_branch import remote_of_ref
from hookkit.branches.push_destination import remote_branches_of
from hookkit.branches.sync.dry_run_sync_rebase import Topic
from hookkit.corrections.find_uncommitted_correction import find_uncommitted_correction
from hookkit.errors import Refused
from hookkit.git.compare_histories import commits_never_in_reflog, has_merges, unmerged_commits
from hookkit.git.log import read_log
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.checks.find_own_changes import find_own_changes
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref
from hookkit.history.refs.target_branch import Target, short_target_name
from hookkit.operation_log.stored_entries import active_entries
from hookkit.phrases import paths_phrase, plural, quote_subject, short_id

_MAX_NAMES_SHOWN = 3
_RESOLVE_COMMAND = "hookkit sync --resolve"


class ResolvableConflict(Refused):
    """A rebase has a conflict, and could stop there for a person to resolve it.

    ``topic`` is the branch to rebase, ``stacked_branches`` are the branches that move along.
    """

    def __init__(
        self, sentence: str, topic: Topic, stacked_branches: tuple[BranchRef, ...]
    ) -> None:
        """Take the sentence, the topic and the branches; the repair is _RESOLVE_COMMAND."""
        super().__init__(sentence, _RESOLVE_COMMAND)
        self.topic, self.stacked_branches = topic, stacked_branches


def _git_rebase_refusal(git: Git, topic: Topic, sentence: str, options: str = "") -> Refused:
    """Give the refusal whose repair is a plain ``git rebase``.

    Uncommitted edits have to be committed first, because with ``--autostash`` git may restore them
    with conflict markers.
    """
    if not _is_clean(git):
        advice = "commit your edits, or take them back, before you rebase by hand"
        return Refused(f"{sentence}: nothing was changed; {advice}", "git status")
    onto = shlex.quote(short_target_name(git, topic.target))
    arguments = (
        ("--onto", onto, short_id(topic.squash_merge.last_id)) if topic.squash_merge else (onto,)
    )
    return Refused(f"{sentence}: nothing was changed", rebase_command(options, *arguments))


def _is_clean(git: Git) -> bool:
    # diff-index also lists a file that was rewritten with the same content.
    return git.try_run("diff", "--quiet", "--no-ext-diff", "HEAD", "--").code == 0


def _merge_command(git: Git, topic: Topic, *options: str) -> str:
    """Give the command that merges the target into the branch, which loses nothing."""
    return " ".join(
        ["git merge --no-edit", *options, shlex.quote(short_target_name(git, topic.target))]
    )


def require_common_commit(git: Git, topic: Topic) -> None:
    """Raise Refused if topic and target have no common commit, or if that is unknown."""
    has_common_commit = git.try_run("merge-base", topic.onto, topic.tip).code == 0
    is_beginning_known = has_common_commit and not topic.unmerged_commits.is_cut_by_shallow_clone
    if git.is_shallow and is_beginning_known:
        is_beginning_known = not unmerged_commits(
            git, topic.tip, topic.onto
        ).is_cut_by_shallow_clone
    if git.is_shallow and not is_beginning_known:
        sentence = f"where {topic.branch} begins is unknown in this shallow clone"
        raise Refused(sentence, "git fetch --unshallow")
    if not has_common_commit:
        base = short_target_name(git, topic.target)
        sentence = f"{topic.branch} and {base} have no commit in common: nothing can rebase it"
        raise Refused(sentence, _merge_command(git, topic, "--allow-unrelated-histories"))


def require_no_new_remote_commits(
    git: Git, branch: str, target: Target, onto: str, switch_command: str = ""
) -> None:
    """Raise Refused if a remote has commits of the branch that the local branch never had.

    ``onto`` is the commit of the target. ``switch_command`` is the command that switches to the
    branch, "" if HEAD is on it.
    """
    for ref in branches_by_ref(git, list(remote_branches_of(git, branch, target))):
        new_commits = new_remote_commits(git, HEADS + branch, ref, onto)
        remote = remote_of_ref(git, ref)
        if new_commits and remote is not None:
            name = ref.removeprefix(REMOTES)
            is_or_are = "is" if len(new_commits) == 1 else "are"
            sentence = f"{name} has {plural(len(new_commits), 'commit')} that {is_or_are} not here"
            raise Refused(*_sentence_and_repair(git, branch, ref, sentence, switch_command))


def new_remote_commits(git: Git, branch: str, remote_ref: str, target: str) -> list[str]:
    """Give the commits of the branch ``remote_ref`` that the local ``branch`` never had.

    All three are full names or ids. Commits of the target do not count, and neither do commits
    whose change ``branch`` has too: the person's own commits as they were before a rebase.
    """
    options = (
        "--cherry-pick",
        "--right-only",
        "--no-merges",
        f"{branch}...{remote_ref}",
        f"^{target}",
    )
    candidates = git.line("rev-list", *options, "--").split()
    never_local = commits_never_in_reflog(git, branch, remote_ref) if candidates else frozenset()
    return [each for each in candidates if never_local is None or each in never_local]


def _sentence_and_repair(
    git: Git, branch: str, ref: str, sentence: str, switch_command: str
) -> tuple[str, str]:
    """Give the sentence, and the command that rebases on the remote's commits or merges them."""
    options = ("--rebase-merges",) if has_merges(git, ref, HEADS + branch) else ()
    remote_branch = shlex.quote(branches_by_ref(git, [ref])[ref].short_name)
    dry_run = try_rebase(git, [HEADS + branch], ref, *options)
    if dry_run.gives_expected_files:
        return sentence, join_commands(switch_command, rebase_command(*options, remote_branch))
    sentence = f"{sentence}; a rebase would {dry_run.problem}"
    return sentence, join_commands(switch_command, f"git merge --no-edit {remote_branch}")


def merges_refusal(git: Git, topic: Topic) -> Refused:
    """Give the refusal to rebase merges of other branches, which a rebase would flatten."""
    merge = next(iter(topic.unmerged_commits.merges))
    merge_phrase = f"{short_id(merge.id)} {quote_subject(merge.decoded_subject)}"
    sentence = f"{topic.branch} has a merge of another branch in it ({merge_phrase})"
    dry_run = try_rebase(git, [topic.tip], topic.onto, "--rebase-merges")
    if dry_run.gives_expected_files:
        return _git_rebase_refusal(git, topic, sentence, "--rebase-merges")
    sentence = f"{sentence}, and a rebase would {dry_run.problem}: nothing was changed"
    return Refused(sentence, _merge_command(git, topic))


def _describe_merges_with_changes(git: Git, topic: Topic) -> str:
    """Name the topic's merges that have changes of their own: a rebase would drop these."""
    merges = read_log(git, "--merges", topic.tip, f"^{topic.onto}") or []
    changes = find_own_changes(git, merges)
    merge_names = [
        f"{short_id(each.merge.id)} {quote_subject(each.merge.subject)}" for each in changes
    ]
    files = [f" ({each.path_names})" if each.path_names else "" for each in changes]
    return ", ".join(map("".join, zip(merge_names, files, strict=True)))


def conflict_refusal(git: Git, topic: Topic, stop: RebaseStop) -> Refused:
    """Give the refusal for a conflict, with its commit and files; its repair needs only git."""
    sentence = _conflict_sentence_or_refusal(git, topic, stop)
    return sentence if isinstance(sentence, Refused) else _git_rebase_refusal(git, topic, sentence)


def resolvable_conflict_refusal(
    git: Git, topic: Topic, stop: RebaseStop, stacked_branches: tuple[BranchRef, ...]
) -> Refused | ResolvableConflict:
    """Give the refusal for a conflict, with its commit and files, and how to resolve it now.

    ``stacked_branches`` are the branches that move along. git does not begin with uncommitted
    edits: the edits have to be committed first or, if they are a correction, undone.
    """
    sentence = _conflict_sentence_or_refusal(git, topic, stop)
    if isinstance(sentence, Refused):
        return sentence
    sentence += ": nothing was changed"
    if _is_clean(git):
        return ResolvableConflict(sentence, topic, stacked_branches)
    if _would_undo_correction(git, topic):
        sentence += "; take the correction out of the files first"
        return Refused(sentence, join_commands("hookkit undo", _RESOLVE_COMMAND))
    # With -a, a staged version would be lost if its file was edited again.
    is_staged = git.try_run("diff", "--cached", "--quiet", "--no-ext-diff").code == 1
    commit = "git commit" if is_staged else "git commit -a"
    sentence += "; commit your edits, or take them back, first"
    return Refused(sentence, join_commands(commit, _RESOLVE_COMMAND))


def _conflict_sentence_or_refusal(git: Git, topic: Topic, stop: RebaseStop) -> Refused | str:
    """Give the sentence for a conflict, or the refusal if there is another reason to refuse."""
    merges = _describe_merges_with_changes(git, topic)
    if merges:
        sentence = f"a rebase would drop what merges of {topic.branch} changed themselves: {merges}"
        return Refused(f"{sentence}: nothing was changed", _merge_command(git, topic))
    if stop.commit is None or not stop.paths:
        return _git_rebase_refusal(git, topic, f"{topic.branch} is not rebased, {stop.message}")
    commits = topic.unmerged_commits.commits
    above_phrase = f" above {short_id(topic.squash_merge.last_id)}" if topic.squash_merge else ""
    position = f"commit {commits.index(stop.commit) + 1} of {len(commits)}{above_phrase}"
    commit_phrase = f"{short_id(stop.commit.id)} {quote_subject(stop.commit.decoded_subject)}"
    files = paths_phrase(sorted(stop.paths), _MAX_NAMES_SHOWN)
    target_name = short_target_name(git, topic.target)
    return f"{position}, {commit_phrase}, has a conflict with {target_name} in {files}"


def _would_undo_correction(git: Git, topic: Topic) -> bool:
    """Whether the entry that ``hookkit undo`` takes back next is a correction in the files."""
    newest = next(active_entries(git), None)
    commit = newest.entry.commit if newest and not newest.entry.refs else None
    commit_ids = [each.id for each in topic.unmerged_commits.commits if each.id == commit]
    return find_uncommitted_correction(git, commit_ids) is not None


def rebase_differs_from_merge_refusal(git: Git, topic: Topic, paths: Sequence[bytes]) -> Refused:
    """Give the refusal of a rebase that ends in other files than a merge: work may be missing."""
    merges = _describe_merges_with_changes(git, topic)
    files = paths_phrase(paths, _MAX_NAMES_SHOWN)
    sentence = f"a rebase ends in other files than a merge ({files}), so that work may be missing"
    if merges:
        sentence = f"a rebase would drop what merges of {topic.branch} changed themselves: {merges}"
    return Refused(f"{sentence}: nothing was changed", _merge_command(git, topic))
