"""``hookkit accept``: what it says, what it does, and that plain git does the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.repository_copies import copy, do, printed, state
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, run_here, short_ids


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a sloppy commit on top of a clean one."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": SLOPPY, "sub dir/b.py": "y=1\n"})
    return repo


FIXUP = """\
hookkit took the correction of <Add a> "Add a" as the fixup! commit <new>
look         git show <new>
squash       git rebase -i --autosquash <Add a>^
take back    hookkit undo  = git reset --keep <Add a>
done by git  git cherry-pick <correction of Add a>
"""
FIXUP_OVER_EDITS = """\
hookkit took the correction of <Add a> "Add a" as the fixup! commit <new>
look         git show <new>
squash       git rebase -i --autosquash <Add a>^
take back    hookkit undo  = git reset <Add a>
done by git  git commit --fixup <Add a> -- a.py 'sub dir/b.py'
"""
COMMIT = """\
hookkit took the correction of <Add a> "Add a" as the commit <new>
look         git show <new>
take back    hookkit undo  = git reset --keep <Add a>
done by git  git cherry-pick --no-commit <correction of Add a> && git commit -m \
'Correct PEP 8 faults in 2 files'
so that git blame passes over it:
  git rev-parse HEAD >> .git-blame-ignore-revs
  git config blame.ignoreRevsFile .git-blame-ignore-revs
"""
COMMIT_OVER_EDITS = """\
hookkit took the correction of <Add a> "Add a" as the commit <new>
look         git show <new>
take back    hookkit undo  = git reset <Add a>
done by git  git commit -m 'Correct PEP 8 faults in 2 files' -- a.py 'sub dir/b.py'
so that git blame passes over it:
  git rev-parse HEAD >> .git-blame-ignore-revs
  git config blame.ignoreRevsFile .git-blame-ignore-revs
"""
AMEND = """\
hookkit amended <Add a> "Add a" to <new>
look         git show <new>
take back    hookkit undo  = git reset --keep <Add a>
done by git  git cherry-pick --no-commit <correction of Add a> && git commit --amend --no-edit
"""
AMEND_OVER_EDITS = """\
hookkit amended <Add a> "Add a" to <new>
look         git show <new>
take back    hookkit undo  = git reset <Add a>
done by git  git commit --amend --no-edit -- a.py 'sub dir/b.py'
"""


@pytest.mark.parametrize(
    ("mode", "how", "text"),
    [
        ("propose", "fixup", FIXUP),
        ("propose", "commit", COMMIT),
        ("propose", "amend", AMEND),
        ("worktree", "fixup", FIXUP_OVER_EDITS),
        ("worktree", "commit", COMMIT_OVER_EDITS),
        ("worktree", "amend", AMEND_OVER_EDITS),
    ],
)
def test_taking_as_plain_git_would(begun: Repository, mode: str, how: str, text: str) -> None:
    assert run_here(begun, "run", "--mode", mode).status == 0
    before = copy(begun, "before")
    old = state(begun)
    ended = begun.hookkit("accept", "--as", how)
    new, output = begun.head[:7], ended.stdout
    # As a fixup! commit the correction itself is put on the branch.
    expected = text.replace("<new>", "<correction of Add a>") if how == "fixup" else text
    assert short_ids(before, output).replace(new, "<new>") == expected
    assert (ended.returncode, ended.stderr) == (0, "")
    assert begun.read("a.py") == begun.blob("HEAD:a.py") == FIXED.encode()
    assert begun.status == ""

    do(before, printed(output, "done by git"))
    assert state(before) == state(begun)
    back = copy(begun, "back")
    do(back, printed(output, "take back"))
    assert (state(back), back.git("rev-parse", "HEAD^{tree}")) == (old, old.log.split()[0])
    assert begun.hookkit("undo").returncode == 0
    assert state(begun) == old


@pytest.mark.parametrize("kind", ["child", "root", "merge"])
def test_the_squash_that_is_printed_works(repo: Repository, kind: str) -> None:
    if kind != "root":
        repo.commit("begin", {"README": "x\n"})
    if kind == "merge":
        repo.git("checkout", "-q", "-b", "topic")
        repo.commit("topic", {"t.txt": "t\n"})
        repo.git("checkout", "-q", "main")
        repo.commit("main", {"m.txt": "m\n"})
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    repo.commit("Add a", {"a.py": SLOPPY})
    parents = repo.git("log", "-1", "--format=%p")
    assert run_here(repo, "run", "--mode", "propose").status == 0
    by_run = copy(repo, "by-run")
    for each, words in ((repo, ["accept"]), (by_run, ["run", "--mode", "fixup"])):
        do(each, printed(run_here(each, *words).out, "squash"))
        assert each.git("log", "-1", "--format=%s") == "Add a"
        assert len(each.git("log", "-1", "--format=%p").split()) == len(parents.split())
        assert each.blob("HEAD:a.py") == FIXED.encode()
        assert each.status == ""


def test_amending_after_a_fixup(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "fixup").status == 0
    before, old = copy(begun, "before"), state(begun)
    output = run_here(begun, "accept", "--as", "amend").out
    assert short_ids(before, output).replace(begun.head[:7], "<new>") == ("""\
hookkit amended <Add a> "Add a" to <new>
look         git show <new>
take back    hookkit undo  = git reset --soft <correction of Add a>
done by git  git reset --soft HEAD^ && git commit --amend --no-edit
""")
    assert begun.git("log", "--format=%s").splitlines() == ["Add a", "begin"]
    do(before, printed(output, "done by git"))
    assert state(before) == state(begun)
    back = copy(begun, "back")
    do(back, printed(output, "take back"))
    assert state(back) == old


def test_plain_git_is_named_as_it_is_typed_in_a_subfolder(begun: Repository) -> None:
    assert run_here(begun, "run", "--mode", "worktree").status == 0
    before = copy(begun, "before")
    output = run_here(Repository(begun.path / "sub dir"), "accept", "--as", "commit").out
    named = printed(output, "done by git")
    assert named.endswith(" -- ../a.py b.py")
    do(Repository(before.path / "sub dir"), named)
    assert state(before) == state(begun)


def test_edits_of_the_person_have_no_plain_git(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "propose")
    begun.write("a.py", SLOPPY + "\n\n\n\n\nmine = 1\n")
    begun.write("sub dir/b.py", "y=2\n")
    ended = run_here(begun, "accept")
    assert "  sub dir/b.py  dropped line 1: you have other edits there\n" in ended.out
    assert "take back  hookkit undo\n" in ended.out
    assert "done by git" not in ended.out
    assert ended.status == 1
    assert begun.read("a.py") == FIXED.encode() + b"\n\n\n\n\nmine = 1\n"
    assert begun.read("sub dir/b.py") == b"y=2\n"


def test_what_is_there_already(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "fixup")
    ended = run_here(begun, "accept", "HEAD^")
    assert short_ids(begun, ended.out) == (
        'nothing is left to take of the correction of <Add a> "Add a"\n'
        "squash  git rebase -i --autosquash <Add a>^\n"
    )
    assert ended.status == 0


def test_an_older_commit(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "propose")
    begun.commit("more", {"c.py": "z = 1\n"})
    before = copy(begun, "before")
    ended = run_here(begun, "accept", "HEAD^")
    assert ended.status == 0
    do(before, printed(ended.out, "done by git"))
    assert state(before) == state(begun)
    do(begun, printed(ended.out, "squash"))
    assert begun.git("log", "--format=%s").splitlines() == ["more", "Add a", "begin"]
    assert begun.blob("HEAD^:a.py") == FIXED.encode()


def test_a_squash_that_would_stop_is_told_before_anything_moves(repo: Repository) -> None:
    repo.commit("begin", {"README": "x\n"})
    older = repo.commit("One", {"a.py": "x=1\n"})
    repo.commit("Two", {"a.py": "x=1\ny=2\n"})
    for name in (older, "HEAD"):
        assert run_here(repo, "run", name, "--mode", "propose").status == 0
    repo.write("b.py", "mine\n")
    before = state(repo)
    ended = run_here(repo, "accept", older)
    assert state(repo) == before
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        f'hookkit: git cannot put this correction into {older[:7]} "One" below the commits on top'
        " of it: the squash would stop at a conflict in a.py; nothing was changed\n"
        f"  repair: hookkit accept {older[:7]} --spread\n"
    )
    ended = run_here(repo, "accept", older[:7], "--spread")
    assert ended.status == 0
    do(repo, printed(ended.out, "at once"))
    assert repo.git("log", "--format=%s").splitlines() == ["Two", "One", "begin"]
    assert repo.blob("HEAD:a.py") == b"x = 1\ny=2\n"


# Refusals: each ends with a command that works.


def refused(repo: Repository, *words: str, status: int = 1) -> str:
    """Run what is refused and its repair, and give what was said, without ids."""
    before = state(repo)
    ended = run_here(repo, *words)
    assert (ended.status, ended.out) == (status, "")
    assert state(repo) == before
    repair = ended.err.splitlines()[-1].removeprefix("  repair: ")
    mended = copy(repo, "mended")
    if repair.startswith("hookkit "):
        assert mended.hookkit(*repair.split()[1:]).returncode in (0, 1)
    else:
        do(mended, repair)
    return short_ids(repo, ended.err)


def test_there_is_no_correction(begun: Repository) -> None:
    assert refused(begun, "accept").startswith("hookkit: there is no correction of <Add a>")


def test_there_is_no_such_commit(begun: Repository) -> None:
    sentence = "there is no commit 'nowhere.py' here, and no file or folder"
    assert sentence in refused(begun, "accept", "nowhere.py", status=3)
    assert sentence in run_here(begun, "review", "nowhere.py").err


def test_there_is_no_commit_at_all(repo: Repository) -> None:
    for words in (["accept"], ["review"]):
        ended = run_here(repo, *words)
        assert ended.err.startswith("hookkit: there is no commit here yet\n  repair: hookkit run")
        assert ended.status == 3


def test_amending_what_is_below_other_commits(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "propose")
    begun.commit("more", {"c.txt": "z\n"})
    text = refused(begun, "accept", "HEAD^", "--as", "amend")
    assert "cannot be amended" in text and text.endswith(" --as fixup\n")


def test_amending_what_is_pushed(begun: Repository) -> None:
    run_here(begun, "run", "--mode", "propose")
    begun.git("update-ref", "refs/remotes/origin/main", "HEAD")
    text = refused(begun, "accept", "--as", "amend")
    assert "is pushed: " in text and text.endswith(" --as fixup\n")


def test_a_word_that_is_not_known(begun: Repository) -> None:
    text = refused(begun, "accept", "--as", "x", status=2)
    assert text.endswith(
        "'x' is not one of 'fixup', 'commit', 'amend'\n  repair: hookkit accept --help\n"
    )


def test_nothing_is_squashed_into_a_commit_that_did_not_change_it(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    tip = repo.commit("Add words", {"words.txt": "one\n"})
    assert repo.hookkit("run", "--all-files", "--mode", "propose").returncode == 0
    for how in ("fixup", "amend"):
        ended = repo.hookkit("accept", "--as", how)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr == (
            f"hookkit: the correction also has files that {tip[:7]} did not change\n"
            f"  repair: hookkit accept {tip[:7]} --spread\n"
        )
    assert repo.head == tip
    assert repo.hookkit("accept", tip[:7], "--as", "commit").returncode == 0
    assert (repo.read("a.py"), repo.status) == (FIXED.encode(), "")


def test_a_ref_that_is_locked_is_told_with_the_command_that_finds_the_lock(
    begun: Repository,
) -> None:
    run_here(begun, "run", "HEAD", "--mode", "propose")
    lock = "reftable/tables.list.lock" if begun.has_reftable else "HEAD.lock"
    (begun.path / ".git" / lock).write_text("")
    before = state(begun)
    ended = run_here(begun, "accept")
    assert ended.status == 3
    assert ended.err.endswith("  repair: hookkit doctor\n"), ended.err
    assert state(begun) == before


def test_objects_are_read_by_one_process_in_each_of_its_steps(
    begun: Repository, tmp_path: Path
) -> None:
    run_here(begun, "run", "HEAD", "--mode", "propose")
    trace = tmp_path / "trace.json"
    assert begun.hookkit("accept", GIT_TRACE2_EVENT=str(trace)).returncode == 0
    starts = [each for each in map(json.loads, trace.read_text().splitlines()) if "argv" in each]
    readers = [each for each in starts if each["event"] == "start" and "cat-file" in each["argv"]]
    assert len(readers) <= 3
