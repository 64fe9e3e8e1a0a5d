"""The history of many repositories, checked as ``hookkit check`` does."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from pathlib import Path

import pytest

from tests.fleet.repositories import clone, look, mirror
from tests.repository import Repository
from tests.repository_with_hooks import run_here

DAY = 86_400
BEGIN = 1_750_000_000


def history(path: Path) -> Repository:
    """A repository with good merges, one that is not rebased, a direct commit and a fixup."""
    repo = clone(path, ticket_pattern='"SHOP-[0-9]+"')
    for number, onto in enumerate(("main", "main", "main~1"), 1):
        when = f"{BEGIN + number * 10 * DAY} +0000"
        repo.git("switch", "-q", "-c", f"SHOP-{number}-part", onto)
        repo.write(f"part{number}.py", f"a = {number}\n")
        repo.git("add", ".")
        message = f"SHOP-{number}: Add a part"
        repo.git(
            *("commit", "-q", "-m", message), GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when
        )
        repo.git("switch", "-q", "main")
        repo.git(
            *("merge", "-q", "--no-ff", "--no-edit", f"SHOP-{number}-part"),
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
    when = f"{BEGIN + 50 * DAY} +0000"
    for message in ("Go straight", "fixup! Go straight"):
        repo.git(
            *("commit", "-q", "--allow-empty", "-m", message),
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
    return repo


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """A repository below a folder, the first commit of which is as old as the others."""
    when = f"{BEGIN} +0000"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GIT_AUTHOR_DATE", when)
        patched.setenv("GIT_COMMITTER_DATE", when)
        return history(tmp_path / "git" / "shop")


def test_the_counts_are_those_of_a_check_of_the_same_range(
    shop: Repository, tmp_path: Path
) -> None:
    found = look(Repository(tmp_path), "check", "git")["shop"]
    root = shop.git("rev-list", "--max-parents=0", "main")
    checked = json.loads(run_here(shop, "check", f"{root}..main", "--format", "json").out)
    assert found["rules"] == dict(sorted(Counter(e["rule"] for e in checked["findings"]).items()))
    assert set(found["rules"]) == {"HK401", "HK403", "HK601"}
    assert (found["commits"], found["merges"], found["semi_linear"]) == (8, 3, 2)


def test_each_step_has_its_verdict_and_its_tickets(shop: Repository, tmp_path: Path) -> None:
    steps = look(Repository(tmp_path), "check", "git")["shop"]["steps"]
    assert [(each["verdict"], each["branch"], each["tickets"]) for each in steps] == [
        ("direct", "", []),
        ("direct", "", []),
        ("not-rebased", "SHOP-3-part", ["SHOP-3"]),
        ("semi-linear", "SHOP-2-part", ["SHOP-2"]),
        ("semi-linear", "SHOP-1-part", ["SHOP-1"]),
    ]


def test_it_begins_at_a_day(shop: Repository, tmp_path: Path) -> None:
    found = look(Repository(tmp_path), "check", "git", "--since", "2025-07-10")["shop"]
    assert [each["branch"] for each in found["steps"]] == ["", "", "SHOP-3-part"]
    later = look(Repository(tmp_path), "check", "git", "--since", "2026-01-31")["shop"]
    assert (later["commits"], later["rules"]) == (0, {})


def test_a_mirror_a_shallow_clone_and_one_without_commits_are_checked(
    shop: Repository, tmp_path: Path
) -> None:
    mirror(shop, tmp_path / "git" / "shop.git")
    url = f"file://{shop.path}"
    shop.git("clone", "-q", "--depth", "2", url, str(tmp_path / "git" / "shallow"))
    Repository.init(tmp_path / "git" / "unborn", "-b", "main")
    ended = run_here(Repository(tmp_path), "fleet", "check", "git")
    assert ended.status == 1
    found = look(Repository(tmp_path), "check", "git")
    assert found["shop.git"]["rules"] == found["shop"]["rules"]
    assert found["shallow"]["is_cut"] and found["shallow"]["problem"] is None
    assert (found["unborn"]["commits"], found["unborn"]["tip"]) == (0, "")
    assert "not all is known of shallow" in ended.out


def test_nothing_that_a_repository_configures_is_run(shop: Repository, tmp_path: Path) -> None:
    run, program = tmp_path / "run", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(run))}\n")
    program.chmod(0o755)
    for key in ("merge.m.driver", "diff.d.textconv", "diff.external", "gpg.program"):
        shop.git("config", key, str(program))
    shop.git("config", "log.showSignature", "true")
    (shop.path / ".git" / "info" / "attributes").write_text("* merge=m diff=d\n")
    for name in ("reference-transaction", "post-checkout", "pre-rebase", "post-index-change"):
        (shop.path / ".git" / "hooks" / name).symlink_to(program)
    before = {each: each.read_bytes() for each in shop.path.rglob("*") if each.is_file()}
    found = look(Repository(tmp_path), "check", "git")["shop"]
    assert found["problem"] is None and found["merges"] == 3
    assert not run.exists()
    assert before == {each: each.read_bytes() for each in shop.path.rglob("*") if each.is_file()}


def test_a_second_run_looks_only_at_what_changed(shop: Repository, tmp_path: Path) -> None:
    here = Repository(tmp_path)
    run_here(here, "fleet", "check", "git", "--store", "s")
    again = run_here(here, "fleet", "check", "--store", "s")
    assert again.out.endswith("0 looked at now, 1 is as in the store\n")
    other = run_here(here, "fleet", "check", "--store", "s", "--since", "2025-07-10")
    assert "looked at now" not in other.out
    included = tmp_path / "included"
    included.write_text("[hookkit]\n")
    shop.git("config", "include.path", str(included))
    run_here(here, "fleet", "check", "--store", "s", "--since", "2025-07-10")
    included.write_text("[hookkit]\n\tmode = propose\n")
    again = run_here(here, "fleet", "check", "--store", "s", "--since", "2025-07-10")
    assert "looked at now" not in again.out
    shop.git("tag", "v1")
    again = run_here(here, "fleet", "check", "--store", "s", "--since", "2025-07-10")
    assert "looked at now" not in again.out


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = run_here(Repository(tmp_path), "fleet", "check", ".", "--since", "yesterday")
    assert ended.status == 2 and "'yesterday' is no day such as 2026-01-31" in ended.err
