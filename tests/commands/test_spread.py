"""``hookkit accept --spread`` and ``hookkit run A..B --mode fixup``: what they say and do."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.commands.repository_copies import copy, do, printed, state
from tests.commands.review_scenario import reviewed
from tests.interruption.spread_scenario import add_failing_hooks, remove_failing_hooks, subjects
from tests.random_examples import seeds
from tests.repository import Repository
from tests.repository_with_hooks import run_here

OLD = "import os,sys\n\n\n\ndef old(a,b):\n    return a+b\n"


def function(name: str) -> str:
    """A sloppy function with a quiet comment behind it."""
    return f"\n\n\ndef {name}(a,b):\n    x={len(name)}\n    return x\n# end of {name}\n# {name}\n"


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A pushed sloppy commit and three more on top of it."""
    text = OLD
    repo.commit("Begin", {"a.py": text})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    for name in ("one", "two", "three"):
        text += function(name)
        repo.commit(f"Add {name}", {"a.py": text, f"{name}.py": "y=1\n"})
    return repo


SPREAD = """\
hookkit put 3 fixup! commits and 1 commit of its own on the branch, for 8 hunks
  <Add one>  "Add one"             2 hunks with 4 faults, as <fixup! Add one>
  <Add two>  "Add two"             2 hunks with 4 faults, as <fixup! Add two>
  <Add three>  "Add three"           2 hunks with 4 faults, as <fixup! Add three>
  other    lines from elsewhere  2 hunks with 4 faults, as <Correct PEP 8 faults in 1 file>
  a.py
    E225  3×  missing whitespace around operator  lines 11, 19, 27
    E231  5×  missing whitespace after ','        lines 1, 5, 10, 18, 26
    E303  4×  too many blank lines (3)            lines 5, 10, 18, 26
    E401  1×  multiple imports on one line        line 1
  one.py
    E225  1×  missing whitespace around operator  line 1
  three.py
    E225  1×  missing whitespace around operator  line 1
  two.py
    E225  1×  missing whitespace around operator  line 1
"""
STEPS = """\
look       git log -p --reverse <Add three>..HEAD
squash     git rebase -i --autosquash <Add one>^
at once    GIT_SEQUENCE_EDITOR=true git rebase -i --autosquash <Add one>^
take back  hookkit undo{back}
so that git blame passes over the last commit, once squashed:
  git rev-parse HEAD >> .git-blame-ignore-revs
  git config blame.ignoreRevsFile .git-blame-ignore-revs
"""


def named(repo: Repository, text: str) -> str:
    """What was printed, with subjects for ids."""
    for line in repo.git("log", "--format=%h %s", "--abbrev=7").splitlines():
        name, _, subject = line.partition(" ")
        text = text.replace(name, f"<{subject}>")
    return text


def check_squashed(repo: Repository, printed_command: str) -> None:
    """Run the squash that was printed: the same files, and no fixup! any more."""
    tree = repo.git("rev-parse", "HEAD^{tree}")
    do(repo, printed_command)
    assert repo.git("rev-parse", "HEAD^{tree}") == tree
    wanted = ["Begin", "Add one", "Add two", "Add three", "Correct PEP 8 faults in 1 file"]
    assert (subjects(repo), repo.status) == (wanted, "")


@pytest.mark.parametrize("span", ["origin/main..HEAD", "origin/main..", "origin/main...HEAD"])
def test_a_range_becomes_one_fixup_for_each_commit(begun: Repository, span: str) -> None:
    whole = copy(begun, "whole")
    assert run_here(whole, "run", span, "--mode", "worktree").status == 0
    ended = run_here(begun, "run", span, "--mode", "fixup")
    assert (ended.status, ended.err, begun.status) == (0, "", "")
    assert named(begun, ended.out) == SPREAD + STEPS.format(back="")
    for name in ("a.py", "one.py", "two.py", "three.py"):
        assert begun.read(name) == whole.read(name) == begun.blob(f"HEAD:{name}")
    check_squashed(begun, printed(ended.out, "at once"))


def test_a_correction_of_a_range_is_accepted_spread(begun: Repository) -> None:
    ran = add_failing_hooks(begun)
    assert run_here(begun, "run", "origin/main..", "--mode", "propose").status == 0
    before, state_before = copy(begun, "before"), state(begun)
    ended = run_here(begun, "accept", "--spread")
    assert (ended.status, ended.err, begun.status) == (0, "", "")
    back = "  = git reset --keep <Add three>"
    assert named(begun, ended.out) == SPREAD + STEPS.format(back=back)
    assert not ran.exists() or set(ran.read_text().split()) == {"post-index-change"}
    undone = copy(begun, "undone")
    assert run_here(undone, "undo").status == 0
    assert state(undone) == state_before
    plain = copy(begun, "plain")
    remove_failing_hooks(plain)
    do(plain, printed(ended.out, "take back"))
    assert (plain.head, plain.status) == (before.head, "")
    remove_failing_hooks(begun)
    check_squashed(begun, printed(ended.out, "at once"))


def test_the_repair_that_accept_names_spreads(begun: Repository) -> None:
    assert run_here(begun, "run", "--all-files", "--mode", "propose").status == 0
    ended = run_here(begun, "accept")
    assert ended.status == 1
    tip = begun.head[:7]
    assert ended.err == (
        f"hookkit: the correction also has files that {tip} did not change\n"
        f"  repair: hookkit accept {tip} --spread\n"
    )
    assert run_here(begun, "accept", tip, "--spread").status == 0
    assert subjects(begun)[-4] == "fixup! Add one"


def test_spread_and_as_exclude_each_other(begun: Repository) -> None:
    ended = run_here(begun, "accept", "--spread", "--as", "fixup")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "hookkit: --spread and --as exclude each other\n  repair: hookkit accept --help\n"
    )


def test_what_is_there_already(begun: Repository) -> None:
    run_here(begun, "run", "origin/main..", "--mode", "propose")
    tip = begun.head
    run_here(begun, "accept", "--spread")
    ended = run_here(begun, "accept", "--spread", tip)
    assert named(begun, ended.out) == (
        'nothing is left to take of the correction of <Add three> "Add three"\n'
        "next  hookkit status\n"
    )
    assert ended.status == 0


def test_edits_beside_it_stay_and_are_told(begun: Repository) -> None:
    mine = begun.read("a.py").replace(b"x=5", b"x=55")
    begun.write("a.py", mine)
    ended = run_here(begun, "run", "origin/main..", "--mode", "fixup")
    assert ended.status == 1
    assert "    dropped lines 26-27: you have other edits there\n" in ended.out
    assert b"x=55\n" in begun.read("a.py")
    assert b"    x=5\n" in begun.blob("HEAD:a.py")
    assert '"Add three"           2 hunks with 1 fault, as' in ended.out
    assert begun.status == " M a.py"


def test_a_range_of_nothing(begun: Repository) -> None:
    ended = run_here(begun, "run", "HEAD..HEAD", "--mode", "fixup")
    assert (ended.status, subjects(begun)[-1]) == (0, "Add three")


def test_a_range_that_is_not_on_the_branch_stays_a_proposal(begun: Repository) -> None:
    begun.git("branch", "topic")
    begun.git("reset", "-q", "--hard", "HEAD~1")
    before = state(begun)
    ended = run_here(begun, "run", "origin/main..topic", "--mode", "fixup")
    tip = begun.git("rev-parse", "topic")
    assert ended.status == 1
    assert f"  not as a fixup! commit: {tip[:7]} is not on this branch\n" in ended.out
    assert state(begun).log == before.log


def test_in_the_middle_of_a_merge_it_stays_a_proposal(begun: Repository) -> None:
    begun.git("checkout", "-q", "-b", "topic", "HEAD~1")
    begun.commit("Topic", {"t.txt": "t\n"})
    begun.git("checkout", "-q", "main")
    begun.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    before = begun.head
    ended = run_here(begun, "run", "origin/main..", "--mode", "fixup")
    assert (ended.status, begun.head) == (1, before)
    assert "not as a fixup! commit: a merge is under way" in ended.out
    ended = run_here(begun, "accept", "--spread")
    assert (ended.status, begun.head) == (1, before)


def test_one_commit_alone_is_as_it_was(begun: Repository) -> None:
    ended = run_here(begun, "run", "--mode", "fixup")
    assert ended.status == 0
    assert subjects(begun)[-2:] == ["Add three", "fixup! Add three"]


def test_the_hint_for_blame_works(begun: Repository) -> None:
    ended = run_here(begun, "run", "origin/main..", "--mode", "fixup")
    do(begun, printed(ended.out, "at once"))
    for line in ended.out.splitlines()[-2:]:
        do(begun, line.strip())
    who = begun.git("blame", "-s", "-L1,1", "--", "a.py").partition(" ")[0].lstrip("^")
    assert begun.git("rev-parse", "origin/main").startswith(who)
    assert begun.status == "?? .git-blame-ignore-revs"


# Random histories

SLOPPY = (
    *("x{n}=1", "y{n} = {n}+1", "def f{n}(a,b):\n    return a+b", "def g{n}():\n    pass\n"),
    *("import os,sys", "z{n}=[1,2,{n}]", "", "", "#c{n}", "w{n} = (1,\n  2)"),
    "class C{n}:\n  def m(self):\n      return {n}\n  q=1",
)


class History:
    """A random history of sloppy files."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0
        self.names = ["a.py", "b.py", "c.py"][: self.random.randint(1, 3)]
        self.blocks: dict[str, list[str]] = {name: [] for name in self.names}
        for name in self.names:
            for _ in range(4):
                self.edit(name)

    def edit(self, name: str) -> str:
        """Put some blocks in, replace some, take some out; give the file."""
        blocks = self.blocks[name]
        for _ in range(self.random.randint(1, 4)):
            self.number += 1
            start = self.random.randint(0, len(blocks))
            end = start + (self.random.random() < 0.4)
            new = [self.random.choice(SLOPPY).format(n=self.number)]
            blocks[start:end] = new if self.random.random() < 0.8 else []
        return "\n".join(blocks) + "\n"


@pytest.mark.parametrize("seed", seeds(24))
def test_any_history_squashes_to_the_whole_correction(tmp_path: Path, seed: int) -> None:
    history = History(seed)
    repo = Repository.init(tmp_path / "repo")
    repo.commit("Begin", {name: history.edit(name) for name in history.names})
    base = repo.head
    repo.git("update-ref", "refs/remotes/origin/main", base)
    for number in range(history.random.randint(3, 7)):
        some = history.random.sample(history.names, history.random.randint(1, len(history.names)))
        repo.commit(f"Commit {number}", {name: history.edit(name) for name in some})
    whole = copy(repo, "whole")
    run_here(whole, "run", f"{base}..", "--mode", "worktree")
    before = subjects(repo)
    ended = run_here(repo, "run", f"{base}..", "--mode", "fixup")
    assert (ended.status, ended.err, repo.status) == (0, "", "")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    for name in history.names:
        assert repo.read(name) == whole.read(name)
    own = [each for each in subjects(repo) if each.startswith("Correct PEP 8")]
    if "at once" in ended.out:
        do(repo, printed(ended.out, "at once"))
    assert repo.git("rev-parse", "HEAD^{tree}") == tree
    assert subjects(repo) == before + own


def test_a_part_of_a_correction_is_counted_for_what_it_is(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here(begun, "run", "origin/main..", "--mode", "propose").status == 0
    assert reviewed(begun, monkeypatch, "yqp").status == 0
    output = run_here(begun, "accept", "--spread").out
    assert output.startswith("hookkit put 1 fixup! commit on the branch, for 1 hunk\n")
    assert "1 hunk with 3 faults" in output
    body = begun.git("log", "-1", "--format=%b")
    assert body.startswith("autopep8 corrected E225 (1), E231 (1), E303 (1).\n")


def test_a_review_ends_with_a_fixup_for_each_commit(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here(begun, "run", "origin/main..", "--mode", "propose").status == 0
    before = state(begun)
    ended = reviewed(begun, monkeypatch, "aaaa", "--as", "spread")
    assert (ended.status, ended.err) == (0, "")
    assert "hookkit put 3 fixup! commits and 1 commit of its own on the branch" in ended.out
    assert subjects(begun)[-1].startswith(("fixup! ", "Correct "))
    assert run_here(begun, "undo").status == 0
    assert state(begun) == before


def test_a_correction_of_a_range_knows_where_the_range_begins(begun: Repository) -> None:
    assert run_here(begun, "run", "HEAD~1..", "--mode", "propose").status == 0
    output = run_here(begun, "accept", "--spread").out
    assert output.startswith("hookkit put 1 fixup! commit and 1 commit of its own on the branch")


def test_what_another_branch_has_is_not_rewritten(begun: Repository) -> None:
    begun.git("branch", "below", "HEAD~1")
    begun.git("branch", "beside", "HEAD")
    assert run_here(begun, "run", "origin/main..", "--mode", "fixup").status == 0
    assert begun.git("log", "-2", "--format=%s").splitlines()[1] == "fixup! Add three"


def test_a_commit_of_which_nothing_would_be_left_is_not_squashed_into(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a = 0\nb = 1\n"})
    bad = repo.commit("Spoil", {"a.py": "a=0\nb = 1\n"})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    ended = run_here(repo, "accept")
    assert (ended.status, ended.out, repo.head) == (1, "", bad)
    assert ended.err == (
        f"hookkit: with its correction {bad[:7]} would change nothing: git cannot squash it\n"
        f"  repair: hookkit accept {bad[:7]} --as commit\n"
    )
    assert run_here(repo, "accept", bad[:7], "--as", "commit").status == 0
