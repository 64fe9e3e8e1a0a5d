"""``hookkit debt pay``: commits of a size to review, each whole, and all of them taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hookkit.debt_payment.pay import pay
from hookkit.settings.definitions import BASELINE_FILE
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

SHOP = """\
x=1
y=[1,2]


def total(a,b):
    return a+b
def other( a ):
    return a
"""
CART = "z=1\n"
LISTING = ".git-blame-ignore-revs"


@pytest.fixture
def shop(repo: Repository) -> Repository:
    """A repository with two untidy files and the baseline of them."""
    repo.commit("Begin", {"shop.py": SHOP, "lib/cart.py": CART, "notes.txt": "1\n2\n3\n"})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept")
    return repo


def subjects(repo: Repository, since: str) -> list[str]:
    """The subjects of the commits since one, the oldest first."""
    return repo.git("log", "--reverse", "--format=%s", f"{since}..HEAD").splitlines()


def keys(repo: Repository, commit: str) -> list[str]:
    """The lines of findings in the baseline of a commit."""
    return repo.git("show", f"{commit}:{BASELINE_FILE}").splitlines()[1:-1]


def test_each_rule_has_a_commit_and_the_baseline_shrinks_with_each(shop: Repository) -> None:
    before, said = shop.head, run_here(shop, "debt", "pay")
    assert said.status == 0, said.err
    assert subjects(shop, before) == [
        "Correct E201 in 1 file",
        "Correct E225 in 2 files",
        "Correct E231 in 1 file",
        "Correct E302 in 1 file",
    ]
    assert shop.status == ""
    assert run_here(shop, "run", "--all-files", "--check").status == 0
    assert keys(shop, "HEAD") == []
    commits = shop.git("rev-list", "--reverse", f"{before}..HEAD").split()
    assert [len(keys(shop, each)) for each in commits] == [6, 2, 1, 0]
    for each in commits:
        assert run_here(shop, "debt", "check", f"{before}..{each}").status == 0
    assert short_ids(shop, said.out).splitlines()[1:6] == [
        "  <Correct E201 in 1 file>  E201  2 faults in 1 file, 2 changed lines",
        "  <Correct E225 in 2 files>  E225  4 faults in 2 files, 6 changed lines",
        "  <Correct E231 in 1 file>  E231  1 fault in 1 file, 2 changed lines",
        "  <Correct E302 in 1 file>  E302  1 fault in 1 file, 2 changed lines",
        f"{BASELINE_FILE}  8 findings taken out, 0 stay",
    ]


def test_each_commit_keeps_the_program(shop: Repository) -> None:
    before = shop.head
    assert run_here(shop, "debt", "pay").status == 0
    for each in shop.git("rev-list", f"{before}..HEAD").split():
        text = shop.git("show", f"{each}:shop.py")
        assert compile(text, "shop.py", "exec").co_code == compile(SHOP, "", "exec").co_code


def test_each_folder_has_a_commit(shop: Repository) -> None:
    before = shop.head
    assert run_here(shop, "debt", "pay", "--by", "folder").status == 0
    faults = "Correct PEP 8 faults in"
    assert subjects(shop, before) == [f"{faults} ./", f"{faults} lib/"]
    assert shop.git("show", "--format=", "--name-only", "HEAD").split() == [
        BASELINE_FILE,
        "lib/cart.py",
    ]


def test_undo_takes_all_of_it_back_and_redo_puts_it_there_again(shop: Repository) -> None:
    def state() -> tuple[object, ...]:
        now = repository_content(shop)
        return now.files, now.index, now.head

    before = state()
    assert run_here(shop, "debt", "pay").status == 0
    after = state()
    assert run_here(shop, "undo").status == 0
    assert state() == before
    assert run_here(shop, "redo").status == 0
    assert state() == after


def test_no_more_lines_change_than_the_budget_allows(shop: Repository) -> None:
    before, said = shop.head, run_here(shop, "debt", "pay", "--budget", "5")
    assert "pay more   hookkit debt pay --budget 5  once this is reviewed" in said.out.splitlines()
    numbers = shop.git("diff", "--numstat", before, "HEAD", "--", "*.py").split()
    assert 0 < sum(int(each) for each in numbers if each.isdigit()) <= 5
    while subjects(shop, before):
        before = shop.head
        run_here(shop, "debt", "pay", "--budget", "5")
    assert keys(shop, "HEAD") == []


def test_what_is_larger_than_the_budget_is_told(shop: Repository) -> None:
    said = run_here(shop, "debt", "pay", "--budget", "1")
    assert said.status == 0
    assert said.out == (
        "hookkit paid nothing:\nnote  one correction alone has 2 lines: --budget 2\n"
    )


def test_only_what_is_asked_for_is_paid(shop: Repository) -> None:
    before = shop.head
    assert run_here(shop, "debt", "pay", "--rule", "e2", "lib").status == 0
    assert shop.git("diff", "--name-only", before, "HEAD").split() == [BASELINE_FILE, "lib/cart.py"]
    assert run_here(shop, "debt", "pay", "--rule", "E7").out == (
        "hookkit paid nothing: there is nothing that it could correct here\n"
    )


def test_a_dry_run_changes_nothing(shop: Repository) -> None:
    before = repository_content(shop)
    said = run_here(shop, "debt", "pay", "--dry-run", "--rule", "E302")
    assert said.out.splitlines() == [
        "hookkit would pay 1 fault in 1 file in 1 commit",
        "  E302  1 fault in 1 file, 2 changed lines",
        f"{BASELINE_FILE}  1 finding would go, 7 stay",
        "pay  hookkit debt pay --rule E302",
    ]
    assert replace(repository_content(shop), objects=before.objects) == before


def test_other_edits_are_left_as_they_are(shop: Repository) -> None:
    shop.write("notes.txt", "one\n2\n3\n")
    shop.git("add", "notes.txt")
    shop.write("notes.txt", "one\n2\nthree\n")
    shop.write("shop.py", SHOP.replace("y=[1,2]", "y=[1,2,3]  # mine") + "# below\n")
    shop.write("new.py", "n=1\n")
    said = run_here(shop, "debt", "pay")
    assert said.status == 1
    assert "  shop.py  dropped lines 1-2: you have other edits there" in said.out.splitlines()
    assert shop.git("diff", "--cached", "--name-only").split() == ["notes.txt"]
    assert shop.read("notes.txt") == b"one\n2\nthree\n"
    assert shop.read("new.py") == b"n=1\n"
    text = shop.read("shop.py").decode()
    assert "y=[1,2,3]  # mine\n" in text and text.endswith("# below\n")
    assert "def total(a, b):" in text and "def total(a, b):" in shop.git("show", "HEAD:shop.py")
    assert run_here(shop, "debt", "check", "HEAD~1..HEAD").status == 0


def test_a_baseline_with_other_edits_stays(shop: Repository) -> None:
    mine = shop.read(BASELINE_FILE).replace(b'["lib/cart.py"', b'["lib/gone.py"', 1)
    shop.write(BASELINE_FILE, mine)
    said = run_here(shop, "debt", "pay", "--rule", "E225", "lib")
    note = f"note  {BASELINE_FILE} has other edits: hookkit debt accept takes out what is repaid"
    assert note in said.out.splitlines()
    assert shop.read(BASELINE_FILE) == mine
    assert shop.git("show", "--format=", "--name-only", "HEAD").split() == ["lib/cart.py"]


def test_without_a_baseline_there_is_none_afterwards(repo: Repository) -> None:
    repo.commit("Begin", {"shop.py": SHOP})
    assert run_here(repo, "debt", "pay").status == 0
    assert not (repo.path / BASELINE_FILE).exists()
    assert run_here(repo, "debt", "pay", "--dry-run").out.startswith("hookkit paid nothing")


def test_what_would_bring_a_new_finding_is_left_out(repo: Repository) -> None:
    long = "value=[" + ",".join("1" * 3 for _ in range(17)) + "]"
    assert len(long) < 79
    repo.commit("Begin", {"shop.py": f"{long}\nx=1\n"})
    said = run_here(repo, "debt", "pay")
    assert "note  what would bring 1 new finding is left out: E501" in said.out.splitlines()
    assert repo.git("show", "HEAD:shop.py").splitlines() == [long, "x = 1"]


def test_the_commits_are_listed_where_git_blame_looks(shop: Repository) -> None:
    refused = run_here(shop, "debt", "pay", "--ignore-revs")
    assert (refused.status, LISTING in refused.err) == (1, True)
    shop.commit("List", {LISTING: "# none yet"})
    before = shop.head
    assert run_here(shop, "debt", "pay", "--ignore-revs").status == 0
    commits = shop.git("rev-list", f"{before}..HEAD~1").split()
    listed = shop.read(LISTING).decode().splitlines()
    assert listed[0] == "# none yet"
    assert {each for each in listed if not each.startswith("#")} == set(commits)
    assert shop.status == ""
    blamed = shop.git("blame", "-s", "--ignore-revs-file", LISTING, "shop.py").splitlines()
    lines = [each for each in blamed if each.rstrip()[-1] != ")"]  # empty ones are of the commit
    assert not any(line.startswith(tuple(each[:7] for each in commits)) for line in lines)


def test_where_head_moves_meanwhile_nothing_is_paid(
    shop: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pay_later(*arguments: object) -> object:
        shop.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
        return pay(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("hookkit.debt_payment.pay.pay", pay_later)
    files = repository_content(shop).files
    said = run_here(shop, "debt", "pay")
    assert said.status == 3
    assert subjects(shop, "HEAD~1") == ["Meanwhile"]
    assert repository_content(shop).files == files


def test_nothing_is_paid_in_the_middle_of_something(shop: Repository) -> None:
    shop.git("switch", "-qc", "other")
    shop.commit("Other", {"notes.txt": "other\n"})
    shop.git("switch", "-q", "main")
    shop.commit("Mine", {"notes.txt": "mine\n"})
    shop.attempt("merge", "other")
    said = run_here(shop, "debt", "pay")
    assert said.status == 1
    assert "a merge is under way" in said.err


def test_what_is_not_there_is_named(shop: Repository) -> None:
    assert "there is no file or folder gone.py" in run_here(shop, "debt", "pay", "gone.py").err
    assert run_here(shop, "debt", "pay", "notes.txt").status == 2


def test_two_branches_that_both_paid_merge_without_a_hand(shop: Repository) -> None:
    start = shop.head
    shop.git("switch", "-qc", "one")
    assert run_here(shop, "debt", "pay", "lib").status == 0
    shop.git("switch", "-qc", "two", start)
    assert run_here(shop, "debt", "pay", "--rule", "E302").status == 0
    shop.git("merge", "-q", "-m", "Merge", "one")
    assert len(keys(shop, "HEAD")) == 6
    assert run_here(shop, "debt", "check").status == 0
    again = run_here(shop, "debt", "accept")
    assert again.out == f"{BASELINE_FILE} is as it should be: 6 findings\n"
