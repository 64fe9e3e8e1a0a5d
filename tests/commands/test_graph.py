"""``hookkit graph``: every kind of history, with all that is printed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from hookkit.history.refs.ci_variables import BRANCH_VARIABLES
from tests.history.checks.scenarios import branch, clone, found_team, grow, merge, tick
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

LEGEND = "● commit  ◆ merge  ○ ◇ on no remote  ◉ HEAD  ✓ rebased  ▸ folded: --unfold\n"
NOON = 1_700_000_000
ME = "hookkit tests"


@pytest.fixture(autouse=True)
def at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is five hours after the first commit; no server says anything."""
    monkeypatch.setattr(time, "time", lambda: float(NOON + 5 * 3600))
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"@{NOON} +0000")
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{NOON} +0000")
    for name in BRANCH_VARIABLES:
        monkeypatch.delenv(name, raising=False)


def graph(repo: Repository, *args: str) -> str:
    """Run the command, which must end with 0, and give its rows: ids as subjects, no author, no
    age, no legend."""
    ended = run_here(repo, "graph", *args)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith(LEGEND)
    shown = short_ids(repo, ended.out.removesuffix(LEGEND))
    lines = (line.rpartition("  " + ME)[0] or line for line in shown.splitlines())
    return "".join(f"{line}\n" for line in lines)


def semi_linear(repo: Repository) -> None:
    """A main line with a merge of a rebased branch, and a branch on top of it."""
    grow(repo, "base")
    branch(repo, "12-tax", "main", "one", "two")
    merge(repo, "12-tax", title="Merge branch '12-tax'")
    branch(repo, "13-basket", "main", "three")


def test_a_merge_stands_for_what_it_brought_in(repo: Repository) -> None:
    semi_linear(repo)
    assert graph(repo) == (
        "  ◉ <three>   [HEAD → 13-basket] three  #13\n"
        "◆─╯ <Merge branch '12-tax'> ✓ [main] 12-tax  ▸ 2 commits\n"
        "●   <base>   base\n"
    )


def test_unfolded_the_branch_is_seen_beside_the_main_line(repo: Repository) -> None:
    semi_linear(repo)
    assert graph(repo, "--unfold") == (
        "  ◉   <three>   [HEAD → 13-basket] three  #13\n"
        "◆─┴─╮ <Merge branch '12-tax'> ✓ [main] Merge branch '12-tax'\n"
        "│   ● <two>   [12-tax] two  #12\n"
        "│   ● <one>   one\n"
        "●───╯ <base>   base\n"
    )


def test_a_row_ends_with_who_and_when(repo: Repository) -> None:
    grow(repo, "base")
    tick(repo)
    repo.commit("Late", None, "--author=Ann <ann@hookkit.invalid>")
    out = short_ids(repo, run_here(repo, "graph").out)
    assert out == (
        f"◉ <Late>   [HEAD → main] Late  Ann{' ' * 10}    4 h\n"
        f"● <base>   base  {ME}    4 h\n{LEGEND}"
    )


def verdict(repo: Repository, *args: str) -> str:
    """The row of the newest commit of main, from its mark on."""
    return graph(repo, "main", *args).splitlines()[0].partition("> ")[2]


def test_each_verdict_is_named_with_its_rule(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "late", "main", "l1")
    branch(repo, "good", "main", "g1")
    merge(repo, "good")
    assert verdict(repo) == "✓ [HEAD → main] Merge good  ▸ 1 commit"
    merge(repo, "late")
    assert verdict(repo) == "✗ [HEAD → main] Merge late  not rebased HK403  ▸ 1 commit"
    repo.git("checkout", "-q", "main")
    grow(repo, "straight")
    assert verdict(repo) == "! [HEAD → main] straight  direct HK401"
    branch(repo, "part", "main", "p1")
    branch(repo, "whole", "main", "w1")
    merge(repo, "part", into="whole")
    merge(repo, "whole")
    assert verdict(repo) == "! [HEAD → main] Merge whole  inner merge HK404  ▸ 3 commits"
    branch(repo, "a", "main", "a1")
    branch(repo, "b", "main", "b1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    merge(repo, "a", "b", title="Both", how="-s octopus")
    assert verdict(repo) == "✗ [HEAD → main] Both  octopus HK405  ▸ 2 commits"
    branch(repo, "evil", "main", "e1")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "evil")
    repo.commit("Merge evil", {"more": "more\n"})
    assert verdict(repo) == "✗ [HEAD → main] Merge evil  evil merge HK406  ▸ 1 commit"


def test_a_pull_merge_is_a_foxtrot(tmp_path: Path) -> None:
    team = found_team(tmp_path)
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "main")
    grow(team.alice, "a1")
    tick(team.alice)
    team.alice.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    first = graph(team.alice).splitlines()[0].partition("> ")[2]
    assert first.partition("  bob")[0] == "✗ [HEAD → main] main  foxtrot HK402  ▸ 1 commit"


def test_a_line_without_any_merge_is_not_marked(repo: Repository) -> None:
    grow(repo, "one", "two")
    assert graph(repo) == "◉ <two>   [HEAD → main] two\n● <one>   one\n"


def test_a_team_that_turned_the_check_off_has_no_marks(repo: Repository) -> None:
    semi_linear(repo)
    repo.git("config", "hookkit.checks", "history=off")
    assert graph(repo, "main").splitlines()[0] == (
        "◆ <Merge branch '12-tax'>   [main] 12-tax  ▸ 2 commits"
    )


def test_what_no_remote_has_is_hollow(tmp_path: Path) -> None:
    alice = found_team(tmp_path).alice
    branch(alice, "13-basket", "main", "pushed")
    alice.git("push", "-q", "-u", "origin", "13-basket")
    grow(alice, "fixup! pushed", "mine")
    assert graph(alice) == (
        "  ◉ <mine>   [HEAD → 13-basket] mine  #13\n"
        "  ○ <fixup! pushed>   fixup! pushed\n"
        "  ● <pushed>   [origin/13-basket] pushed\n"
        "●─╯ <base>   [main =origin] base\n"
    )


def test_a_rebased_branch_is_seen_beside_what_its_remote_has(tmp_path: Path) -> None:
    alice = found_team(tmp_path).alice
    branch(alice, "topic", "main", "t1")
    alice.git("push", "-q", "-u", "origin", "topic")
    tick(alice)
    alice.git("commit", "-q", "--amend", "-m", "t2")
    assert graph(alice) == (
        "  ◉   <t2>   [HEAD → topic] t2\n"
        "  │ ● <t1>   [origin/topic] t1\n"
        "●─┴─╯ <base>   [main =origin] base\n"
    )


def test_a_range_shows_what_one_has_and_the_other_has_not(repo: Repository) -> None:
    semi_linear(repo)
    assert graph(repo, "main..13-basket") == "◉ <three>   [HEAD → 13-basket] three  #13\n"
    assert graph(repo, "main~1..main") == (
        "◆ <Merge branch '12-tax'> ✓ [main] 12-tax  ▸ 2 commits\n"
    )
    assert graph(repo, "main~1..", "--limit", "1") == (
        "◉ <three>   [HEAD → 13-basket] three  #13\n"
        "┊  older commits  hookkit graph 'main~1..' --limit 4\n"
    )
    assert run_here(repo, "graph", "main..main").out == "there is no commit in this range\n"


def test_a_range_on_a_branch_of_a_remote_is_judged(tmp_path: Path) -> None:
    alice = found_team(tmp_path).alice
    branch(alice, "12-tax", "main", "one")
    merge(alice, "12-tax")
    alice.git("push", "-q", "origin", "main")
    alice.git("checkout", "-q", "12-tax")
    assert graph(alice, "origin/main~1..origin/main") == (
        "◆ <Merge 12-tax> ✓ [main =origin] Merge 12-tax  ▸ 1 commit\n"
    )


def test_every_branch_and_tag_is_shown_above_what_it_begins_at(repo: Repository) -> None:
    semi_linear(repo)
    branch(repo, "14-old", "main~1", "old")
    repo.git("tag", "v1", "main~1")
    repo.git("checkout", "-q", "--orphan", "pages")
    grow(repo, "page")
    kept = repo.git("commit-tree", "-m", "kept", "HEAD^{tree}")
    repo.git("update-ref", "refs/hookkit/backup/x/1", kept)
    repo.git("checkout", "-q", "main")
    assert graph(repo) == (
        "◉ <Merge branch '12-tax'> ✓ [HEAD → main] 12-tax  ▸ 2 commits\n● <base>   [v1] base\n"
    )
    assert graph(repo, "--all") == (
        "  ● <three>   [13-basket] three  #13\n"
        "◉─╯ <Merge branch '12-tax'> ✓ [HEAD → main] 12-tax  ▸ 2 commits\n"
        "│ ● <old>   [14-old] old  #14\n"
        "●─╯ <base>   [v1] base\n"
        "  ● <page>   [pages] page\n"
    )


def test_a_branch_is_asked_for_by_its_name_whatever_tag_has_it(repo: Repository) -> None:
    semi_linear(repo)
    repo.git("tag", "13-basket", "main~1")
    repo.git("checkout", "-q", "main")
    assert graph(repo, "13-basket") == (
        "  ● <three>   [13-basket] three  #13\n"
        "◉─╯ <Merge branch '12-tax'> ✓ [HEAD → main] 12-tax  ▸ 2 commits\n"
        "●   <base>   [13-basket] base\n"
    )


def test_a_limit_leaves_out_what_is_older_and_says_how_it_is_seen(repo: Repository) -> None:
    grow(repo, "one", "two", "three")
    assert graph(repo, "--limit", "2") == (
        "◉ <three>   [HEAD → main] three\n"
        "● <two>   two\n"
        "┊  older commits  hookkit graph --limit 8\n"
    )
    branch(repo, "topic", "main", "t1", "t2")
    assert graph(repo, "topic", "--limit", "2") == (
        "  ◉ <t2>   [HEAD → topic] t2\n"
        "  ● <t1>   t1\n"
        "  ┊  older commits  hookkit graph topic --limit 8\n"
    )
    assert graph(repo, "topic", "--limit", "4").splitlines()[-1] == (
        "┊  1 more row  hookkit graph topic --limit 16"
    )
    assert graph(repo, "--limit", "0").count("\n") == 5


def test_a_ticket_is_named_unless_the_subject_has_it(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "12-tax", "main", "Round to 120 cents")
    assert (
        graph(repo, "main..")
        == "◉ <Round to 120 cents>   [HEAD → 12-tax] Round to 120 cents  #12\n"
    )
    grow(repo, "Round to cents (#12)")
    assert graph(repo, "HEAD~1..").endswith("Round to cents (#12)\n")


def test_a_branch_that_only_begins_at_a_commit_is_not_its_ticket(repo: Repository) -> None:
    grow(repo, "base")
    repo.git("checkout", "-q", "-b", "12-tax")
    assert graph(repo) == "◉ <base>   [HEAD → 12-tax main] base\n"
    grow(repo, "one")
    assert graph(repo).splitlines()[0] == "  ◉ <one>   [HEAD → 12-tax] one  #12"
    # Which of the two the commit is for is unknown.
    repo.git("checkout", "-q", "-b", "13-basket")
    assert graph(repo).splitlines()[0] == "  ◉ <one>   [HEAD → 13-basket 12-tax] one"
    grow(repo, "two")
    assert graph(repo).splitlines()[:2] == [
        "  ◉ <two>   [HEAD → 13-basket] two  #13",
        "  ● <one>   [12-tax] one  #12",
    ]


def test_a_shallow_clone_says_where_it_is_cut_off(repo: Repository, tmp_path: Path) -> None:
    semi_linear(repo)
    cut = clone(repo, tmp_path / "cut", "ann", "--depth", "2", "--branch", "main")
    assert graph(cut) == (
        "◉ <Merge branch '12-tax'> ? [HEAD → main =origin] 12-tax  unknown HK403  ▸ 1 commit\n"
        "● <base>   base  cut off: this shallow clone ends here\n"
    )


def test_a_detached_head_is_shown(repo: Repository) -> None:
    semi_linear(repo)
    repo.git("checkout", "-q", "--detach")
    grow(repo, "loose")
    assert graph(repo).splitlines()[0] == "  ◉ <loose>   [HEAD] loose"


def test_histories_that_cross_are_drawn(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "a", "main", "a1")
    branch(repo, "b", "main", "b1")
    repo.git("branch", "b-old")
    merge(repo, "a", into="b", title="A into B")
    merge(repo, "b-old", into="a", title="B into A")
    merge(repo, "a", into="main", title="All of A")
    assert graph(repo, "b", "--unfold") == (
        "  ◆─╮     <A into B>   [b] A into B\n"
        "◉─┼─┼─╮   <All of A> ! [HEAD → main] All of A  inner merge HK404\n"
        "│ │ │ ◆─╮ <B into A>   [a] B into A\n"
        "│ │ ╰─● │ <a1>   a1\n"
        "│ ●───┼─╯ <b1>   [b-old] b1\n"
        "●─┴───╯   <base>   base\n"
    )


def test_nothing_is_changed_and_a_bare_repository_is_drawn(
    repo: Repository, tmp_path: Path
) -> None:
    semi_linear(repo)
    before = repository_content(repo)
    shown = graph(repo)
    graph(repo, "--all", "--unfold")
    assert repository_content(repo) == before
    bare = Repository(tmp_path / "bare.git")
    repo.git("clone", "-q", "--bare", str(repo.path), str(bare.path))
    assert graph(bare) == shown


def test_a_repository_of_other_ids_is_drawn(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "other", "--object-format=sha256")
    semi_linear(repo)
    assert graph(repo).splitlines()[1] == "◆─╯ <Merge branch '12-tax'> ✓ [main] 12-tax  ▸ 2 commits"


def test_an_empty_repository_is_refused_and_an_unborn_branch_is_not(repo: Repository) -> None:
    ended = run_here(repo, "graph")
    assert (ended.status, ended.out) == (1, "")
    assert "there is no commit to draw yet" in ended.err
    grow(repo, "base")
    repo.git("checkout", "-q", "--orphan", "pages")
    assert graph(repo) == "● <base>   [main] base\n"


def test_a_name_that_means_nothing_is_told(repo: Repository) -> None:
    grow(repo, "base")
    for what in ("nothing", "main..nothing", "nothing..main"):
        ended = run_here(repo, "graph", what)
        assert (ended.status, ended.out) == (3, "")
        assert "there is no commit 'nothing' here" in ended.err


def test_a_stranger_cannot_act_on_the_screen(repo: Repository) -> None:
    grow(repo, "base")
    bad = "red \x1b[31m and \u202e back"
    repo.commit(bad, None, "--author=Eve \x1b[2J, a <eve@hookkit.invalid>")
    repo.git("branch", "x\u202ey")
    ended = run_here(repo, "graph", "--all")
    assert ended.out.splitlines()[0].partition("   ")[2] == (
        "[HEAD → main x\\u202ey] red \\x1b[31m and \\u202e back  Eve \\x1b[2J, a    4 h"
    )


def test_where_the_signs_cannot_be_written_others_are(repo: Repository) -> None:
    semi_linear(repo)
    now = os.environ["GIT_COMMITTER_DATE"]
    shown = repo.hookkit("graph", "--unfold", PYTHONIOENCODING="ascii", GIT_COMMITTER_DATE=now)
    assert [line[:6].rstrip() for line in shown.stdout.splitlines()][:6] == [
        *("  @", "M-+-.", "|   *", "|   *", "*---'", "* comm"),
    ]


def test_a_release_that_was_merged_as_it_is_is_no_fault(repo: Repository) -> None:
    semi_linear(repo)
    branch(repo, "release/1", "main~1", "r1")
    merge(repo, "release/1")
    assert "HK403" not in graph(repo)
    repo.git("branch", "-q", "-m", "release/1", "topic")
    assert "HK403" in graph(repo)
