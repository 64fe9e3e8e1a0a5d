"""The last steps of a rebase, done where git was killed before them or could not write.

git moves the files and the branch first, then HEAD, and removes its state files at the end. It does
not report an error of some of these steps (reset.c, update_refs; sequencer.c,
sequencer_remove_state).
"""

from __future__ import annotations

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.head import head_ref
from hookkit.git.runner import Git
from hookkit.git.stopped_rebase import is_cut_off
from hookkit.operation_log.entry import Entry

_PICK = "CHERRY_PICK_HEAD"


def finish_rebase(git: Git, entry: Entry) -> None:
    """Do the last steps of the rebase of a sync that is not under way any more.

    Raises EnvironmentFailed where one of them fails.
    """
    topic = entry.refs[0]
    try:
        if _is_back_but_for_head(git, entry):
            git.run("symbolic-ref", "-m", "hookkit: sync --abort", "HEAD", topic.ref)
        if head_ref(git) != topic.ref:
            return
        if is_cut_off(git):
            git.run("rebase", "--quit")
        picked = git.resolve(_PICK)
        if picked and git.is_ancestor(picked, topic.old) and _is_index_at(git, "HEAD"):
            git.run("update-ref", "--no-deref", "-d", _PICK, picked)
    except GitFailed as error:
        sentence = f"git has not finished the rebase of the sync: {error}"
        raise EnvironmentFailed(sentence, "git status") from error


def _is_back_but_for_head(git: Git, entry: Entry) -> bool:
    """Whether branch, index and files are as before the rebase, and HEAD is still detached."""
    topic = entry.refs[0]
    is_off = head_ref(git) in (None, "") and git.resolve("HEAD") != topic.old
    is_back = is_off and git.resolve(topic.ref) == topic.old and not is_cut_off(git)
    return is_back and _is_index_at(git, topic.old)


def _is_index_at(git: Git, commit: str) -> bool:
    return git.ask("diff-index", "--cached", "--quiet", commit, "--").code == 0
