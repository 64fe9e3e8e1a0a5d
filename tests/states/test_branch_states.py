"""The results of ``sync``, ``merge`` and ``check`` for each state of a branch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.repository_with_hooks import run_here
from tests.states.build_repository import build, subjects


class Row(NamedTuple):
    """A state, the beginning of what is said, and the line of the branch after it ("": as it was).

    ``command`` has the options; ``line`` is what ``onto`` has not.
    """

    state: str
    says: str
    line: str = ""
    onto: str = "origin/main"
    command: str = "sync --no-fetch"
    branch: str = "topic"
    status: int = 0


BEHIND = "main: a b\norigin/main@b: c d\n"
HERE = "main: a b c\n"

SYNC: dict[str, Row] = {
    "up to date": Row(BEHIND + "topic@d: t", "hookkit found topic up to date", "t"),
    "just begun": Row(BEHIND + "topic@d:", "hookkit found topic up to date"),
    "begun before": Row(BEHIND + "topic@b:", "hookkit moved topic forward by 2 commits"),
    "one behind": Row(BEHIND + "topic@c: t", "hookkit rebased 1 commit of topic", "t"),
    "two behind": Row(BEHIND + "topic@b: t", "hookkit rebased 1 commit of topic", "t"),
    "from the root": Row(BEHIND + "topic@a: t u v", "hookkit rebased 3 commits", "t u v"),
    "a change that the target has": Row(
        "main: a\norigin/main@a: x:f=1 c\ntopic@a: y:f=1 t", "hookkit rebased 1 commit", "t"
    ),
    "all changes that the target has": Row(
        "main: a\norigin/main@a: x:f=1 c\ntopic@a: y:f=1", "hookkit found topic merged"
    ),
    "merged by a merge": Row(
        "main: a\ntopic@a: t\norigin/main@a: b merge(topic)", "hookkit found topic merged"
    ),
    "merged by a fast-forward": Row(
        "main: a\ntopic@a: t\norigin/main@t: b", "hookkit moved topic forward by 1 commit"
    ),
    "squashed": Row(
        "main: a\ntopic@a: t:f=1 u:f=2\norigin/main@a: s:f=2 b", "hookkit found topic merged"
    ),
    "squashed, and gone on": Row(
        "main: a\ntopic@a: t:f=1 u:f=2 v\norigin/main@a: s:f=2 b", "hookkit rebased 1 commit", "v"
    ),
    "squashed in part, and gone on with the same file": Row(
        "main: a\ntopic@a: t:f=1 u:f=2 v:f=3\norigin/main@a: s:f=2", "hookkit rebased 1", "v"
    ),
    "squashed twice": Row(
        "main: a\ntopic@a: t:f=1 u:f=2 v:g=1 w:g=2 x\norigin/main@a: s:f=2 q:g=2",
        "",
        status=1,
    ),
    "squashed and reverted": Row(
        "main: a\ntopic@a: t:f=1 u:f=2 v\norigin/main@a: s:f=2 r:f=0", "hookkit rebased 1", "v"
    ),
    "an empty commit": Row(BEHIND + "topic@b: e. t", "hookkit rebased 2 commits", "e t"),
    "a merge of the target": Row(
        "main: a\norigin/main@a: b c\ntopic@a: t merge(origin/main) u",
        "hookkit rebased 2 commits",
        "t u",
    ),
    "an older merge of the target": Row(
        "main: a b\norigin/main@b: c\ntopic@a: t merge(main) u", "hookkit rebased 2", "t u"
    ),
    "a merge of another branch": Row(
        BEHIND + "side@b: s\ntopic@b: t merge(side)", "", status=1
    ),
    "a merge of another branch, up to date": Row(
        BEHIND + "side@d: s\ntopic@d: t merge(side)",
        "hookkit found topic up to date",
        "t Merge side",
    ),
    "a conflict": Row("main: a\norigin/main@a: x:f=1\ntopic@a: y:f=2", "", status=1),
    "a conflict in the second": Row(
        "main: a\norigin/main@a: x:f=1\ntopic@a: t y:f=2", "", status=1
    ),
    "both add the same": Row(
        "main: a\norigin/main@a: x:f=1\ntopic@a: y:f=1 z:f=2", "hookkit rebased 1 commit", "z"
    ),
    "lines apart": Row(
        "main: a:f=1,2,3,4,5,6,7\norigin/main@a: x:f=x,2,3,4,5,6,7\ntopic@a: y:f=1,2,3,4,5,6,y",
        "hookkit rebased 1 commit",
        "y",
    ),
    "a stack": Row(BEHIND + "low@b: l\ntopic@l: t", "hookkit rebased 2 commits", "l t"),
    "a fixup": Row(BEHIND + "topic@b: t fixup!_t", "hookkit rebased 2 commits", "t fixup! t"),
    "without a remote": Row(HERE + "topic@b: t", "hookkit rebased 1 commit", "t", "main"),
    "without a remote, up to date": Row(
        HERE + "topic@c: t", "hookkit found topic up to date", "t", "main"
    ),
    "master is the target": Row("master: a b\ntopic@a: t", "hookkit rebased 1", "t", "master"),
    "main before master": Row("master: a b\nmain@b: c\ntopic@a: t", "hookkit rebased", "t", "main"),
    "the target itself behind": Row(
        "origin/main: a b c\nmain@a:", "hookkit moved main forward by 2 commits", branch="main"
    ),
    "the target itself ahead": Row(
        "origin/main: a\nmain@a: m", "hookkit found main up to date", "m", branch="main"
    ),
    "the target itself apart": Row("origin/main: a b\nmain@a: m", "", branch="main", status=1),
    "a dry run": Row(
        BEHIND + "topic@b: t",
        "hookkit would rebase 1 commit",
        command="sync --no-fetch --dry-run",
    ),
    "no commit in common": Row("main: a\ntopic: t", "", onto="main", status=1),
}

MERGE: dict[str, Row] = {
    name: row._replace(onto="main^", branch="main", command=row.command)
    for name, row in {
        "rebased": Row(HERE + "topic@c: t", "hookkit merged topic", command="merge", line="t"),
        "of two commits": Row(HERE + "topic@c: t u", "hookkit merged topic", "t", command="merge"),
        "nothing": Row(HERE + "topic@c:", "hookkit found nothing to merge", command="merge"),
        "merged before": Row(HERE + "topic@b:", "hookkit found nothing to merge", command="merge"),
        "behind": Row(HERE + "topic@b: t", "refused  HK301", command="merge", status=1),
        "behind, with a rebase": Row(
            HERE + "topic@b: t",
            "hookkit merged topic into main: 1 commit, rebased",
            command="merge --rebase",
        ),
        "with a fixup": Row(
            HERE + "topic@c: t fixup!_t", "refused  HK601", command="merge", status=1
        ),
        "with a fixup of nothing": Row(
            HERE + "topic@c: t fixup!_x", "refused  HK602", command="merge", status=1
        ),
        "a conflict, with a rebase": Row(
            "main: a x:f=1\ntopic@a: y:f=2", "", command="merge --rebase", status=1
        ),
        "squashed in part, with a rebase": Row(
            "main: a s:f=2\ntopic@a: t:f=1 u:f=2 v", "hookkit", command="merge --rebase"
        ),
        "a dry run": Row(HERE + "topic@c: t", "hookkit would merge", command="merge --dry-run"),
        "the target": Row(HERE, "", command="merge", status=2),
        "the bottom of a stack": Row(
            HERE + "low@c: l\ntopic@l: t", "hookkit merged low into main", command="merge low"
        ),
        "no commit in common": Row("main: a\ntopic: t", "", command="merge", status=1),
        "the target is behind its remote": Row(
            "main: a\norigin/main@a: b\ntopic@b: t", "hookkit merged topic", command="merge"
        ),
        "the target has gone on by itself": Row(
            "main: a m\norigin/main@a: b\ntopic@b: t", "refused  HK302", command="merge", status=1
        ),
    }.items()
}

CHECK: dict[str, tuple[str, str, list[str]]] = {
    "rebased": (BEHIND + "topic@d: t", "rebase", []),
    "behind": (BEHIND + "topic@c: t", "rebase", ["HK301"]),
    "behind by all": (BEHIND + "topic@a: t", "rebase", ["HK301"]),
    "squashed": ("main: a\ntopic@a: t:f=1 u:f=2\norigin/main@a: s:f=2 b", "rebase", []),
    "squashed and gone on": (
        "main: a\ntopic@a: t:f=1 u:f=2 v\norigin/main@a: s:f=2 b",
        "rebase",
        ["HK301"],
    ),
    "picked": ("main: a\norigin/main@a: x:f=1\ntopic@a: y:f=1", "rebase", []),
    "a merge inside": (BEHIND + "side@d: s\ntopic@d: t merge(side)", "rebase", ["HK304"]),
    "a merge of the target": (
        "main: a\norigin/main@a: b\ntopic@a: t merge(origin/main)",
        "rebase",
        ["HK304"],
    ),
    "a queue": (BEHIND + "gh-readonly-queue/main/pr-1@b: t", "rebase", []),
    "a release": (BEHIND + "release/1@b: t", "rebase", []),
    "develop": (BEHIND + "develop@b: t", "rebase", []),
    "a dependabot": (BEHIND + "dependabot/pip/x@b: t", "rebase", ["HK301"]),
    "no fixup": (BEHIND + "topic@d: t", "fixups", []),
    "a fixup": (BEHIND + "topic@d: t fixup!_t", "fixups", ["HK601"]),
    "a squash": (BEHIND + "topic@d: t squash!_t", "fixups", ["HK601"]),
    "an amend": (BEHIND + "topic@d: t amend!_t", "fixups", ["HK601"]),
    "two fixups": (BEHIND + "topic@d: t fixup!_t u fixup!_u", "fixups", ["HK601"]),
    "an orphan": (BEHIND + "topic@d: t fixup!_x", "fixups", ["HK602"]),
    "a fixup of what the target has": (BEHIND + "topic@d: t fixup!_c", "fixups", ["HK602"]),
    "a fixup before its commit": (BEHIND + "topic@d: fixup!_t t", "fixups", ["HK602"]),
    "a fixup and an orphan": (
        BEHIND + "topic@d: t fixup!_t fixup!_x",
        "fixups",
        ["HK601", "HK602"],
    ),
    "a fixup of HEAD~1": (BEHIND + "topic@d: t fixup!_HEAD~1", "fixups", ["HK601"]),
    "a fixup of a branch": (BEHIND + "low@d: l\ntopic@l: fixup!_low", "fixups", ["HK601"]),
}

RANGE: dict[str, tuple[str, str, list[str]]] = {
    "semi-linear": ("main: a\nt@a: t1\nmain@a: merge(t)", "a", []),
    "two of them": (
        "main: a\nt@a: t1\nmain@a: merge(t)\nu@Merge_t: u1\nmain@Merge_t: merge(u)",
        "a",
        [],
    ),
    "direct": ("main: a b", "a", ["HK401"]),
    "two direct": ("main: a b c", "a", ["HK401"]),
    "direct above a merge": ("main: a\nt@a: t1\nmain@a: merge(t) b", "a", ["HK401"]),
    "direct below a merge": ("main: a b\nt@b: t1\nmain@b: merge(t)", "a", ["HK401"]),
    "not rebased": ("main: a b\nt@a: t1\nmain@b: merge(t)", "b", ["HK403"]),
    "the second is stale": (
        "main: a\nt@a: t1\nu@a: u1\nmain@a: merge(t) merge(u)",
        "a",
        ["HK403"],
    ),
    "a merge inside": (
        "main: a\ns@a: s1\nt@a: t1 merge(s)\nmain@a: merge(t)",
        "a",
        ["HK404"],
    ),
    "unrelated": ("main: a\nx: x1\nmain@a: merge(x)", "a", ["HK407"]),
    "turned round": ("main: a b\nt@a: t1 merge(main)\nmain@Merge_main:", "b", ["HK402"]),
    "nothing": ("main: a", "a", []),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [*(("sync", each) for each in SYNC), *(("merge", each) for each in MERGE)],
)
def test_a_state_and_what_becomes_of_it(tmp_path: Path, kind: str, name: str) -> None:
    row = (SYNC if kind == "sync" else MERGE)[name]
    repo = build(tmp_path / "r", row.state)
    if kind == "sync" and repo.git("branch", "--show-current") != row.branch:
        repo.git("switch", "-q", row.branch)
    if kind == "merge" and repo.attempt("rev-parse", "-q", "--verify", "topic").returncode == 0:
        repo.git("switch", "-q", "topic")
    refs, head = repo.git("for-each-ref", "refs/heads"), repo.git("symbolic-ref", "HEAD")
    ended = run_here(repo, *row.command.split())
    assert ended.status == row.status, ended
    assert ended.out.startswith(row.says), ended
    moved = repo.git("for-each-ref", "refs/heads") != refs
    if kind == "sync" and row.line:
        assert " ".join(subjects(repo, f"{row.onto}..{row.branch}")) == row.line
    if kind == "merge" and moved:
        first, second = repo.git("rev-parse", "main^1", "main^2").split()
        assert repo.git("merge-base", first, second) == first
        assert repo.git("rev-parse", "main^{tree}") == repo.git("rev-parse", "main^2^{tree}")
        assert subjects(repo, "main")[-1].startswith("Merge branch '")
    assert repo.status == ""
    if row.status or "--dry-run" in row.command:
        assert not moved
    if moved:
        assert run_here(repo, "undo").status == 0
        assert (repo.git("for-each-ref", "refs/heads"), repo.git("symbolic-ref", "HEAD")) == (
            refs,
            head,
        )


@pytest.mark.parametrize("name", CHECK)
def test_a_state_and_the_rules_that_it_breaks(tmp_path: Path, name: str) -> None:
    state, check, rules = CHECK[name]
    repo = build(tmp_path / "r", state)
    if "topic" in state:
        repo.git("switch", "-q", "topic")
    found = json.loads(run_here(repo, "check", check, "--format", "json").out)["findings"]
    assert [each["rule"] for each in found] == rules


@pytest.mark.parametrize("name", RANGE)
def test_a_range_and_the_rules_that_it_breaks(tmp_path: Path, name: str) -> None:
    state, below, rules = RANGE[name]
    repo = build(tmp_path / "r", state)
    repo.git("switch", "-q", "main")
    base = repo.git("log", "--all", "--format=%H", "-1", f"--grep=^{below}$")
    found = json.loads(run_here(repo, "check", f"{base}..main", "--format", "json").out)
    assert [each["rule"] for each in found["findings"]] == rules
