"""What flake8 finds in many repositories, beside their baselines and over time."""

from __future__ import annotations

from pathlib import Path

from hookkit.fleet.debt_trend import debt_trend
from tests.fleet.repositories import clone, look, mirror
from tests.fleet.stored_fleet import page_data, page_of
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, run_here


def test_the_findings_of_each_default_branch_are_counted(tmp_path: Path) -> None:
    shop = clone(tmp_path / "git" / "shop")
    shop.commit("Sloppy", {"sloppy.py": SLOPPY, "setup.cfg": "[flake8]\nignore = F401\n"})
    mirror(shop, tmp_path / "git" / "shop.git")
    shop.write("uncommitted.py", SLOPPY)
    found = look(Repository(tmp_path), "debt", "git")
    for each in found.values():
        assert each["rules"] == {"E401": 1, "E231": 1, "E225": 1}
        numbers = [each[name] for name in ("findings", "files", "baseline", "new")]
        assert numbers == [3, 2, None, None]


def test_the_baseline_says_what_is_new_and_how_it_went(tmp_path: Path) -> None:
    shop = clone(tmp_path / "shop")
    shop.commit("Sloppy", {"sloppy.py": SLOPPY})
    run_here(shop, "debt", "accept")
    shop.git("add", ".")
    shop.git("commit", "-q", "-m", "Count")
    shop.commit("More", {"more.py": "y=1\n"})
    found = look(Repository(tmp_path), "debt", ".")["shop"]
    assert (found["findings"], found["baseline"], found["new"]) == (6, 5, 1)
    assert [each["findings"] for each in found["history"]] == [5]


def test_a_page_has_the_states_of_the_baseline_where_they_are_more(tmp_path: Path) -> None:
    shop, here = clone(tmp_path / "shop"), Repository(tmp_path)
    for number, content in enumerate((SLOPPY, "x=1\n")):
        shop.commit("Change", {"sloppy.py": content})
        run_here(shop, "debt", "accept")
        shop.git("add", ".")
        when = f"{1_750_000_000 + number} +0000"
        shop.git("commit", "-q", "-m", "Count", GIT_COMMITTER_DATE=when)
    run_here(here, "fleet", "debt", ".", "--store", "s")
    [found] = page_data(page_of(here.path / "s"))["repositories"]
    assert found["debt"]["trend"] == [["2025-06-15", 5], ["2025-06-15", 1]]
    looks, history = [(1, 1), (2, 2)], [{"at": 1, "findings": 3}] * 2
    assert debt_trend(looks, {"history": history}) == looks


def test_the_trend_are_the_runs_with_a_store(tmp_path: Path) -> None:
    shop, here = clone(tmp_path / "git" / "shop"), Repository(tmp_path)
    for number, content in enumerate(("x=1\n", "x=1\ny=2\nz=3\n", "x = 1\ny=2\n")):
        when = f"{1_750_000_000 + number} +0000"
        shop.write("a.py", content)
        shop.git("add", ".")
        shop.git("commit", "-q", "-m", "Go on", GIT_COMMITTER_DATE=when)
        ended = run_here(here, "fleet", "debt", "git", "--store", "s")
    assert ended.out.splitlines()[2].split()[:6] == ["shop", "1", "2", "none", "-", "same"]
    look(here, "debt", "--store", "s")


def test_plugins_of_a_repository_are_not_run(tmp_path: Path) -> None:
    shop, run = clone(tmp_path / "shop"), tmp_path / "run"
    shop.commit(
        "Add a plugin",
        {
            "setup.cfg": "[flake8:local-plugins]\nextension = X1 = evil:check\npaths = .\n",
            "evil.py": f"open({str(run)!r}, 'w')\ndef check(): pass\n",
            "flake8.py": f"open({str(run)!r}, 'w')\n",
        },
    )
    found = look(Repository(tmp_path), "debt", ".")["shop"]
    assert found["plugins_not_run"] == ["X1"] and found["problem"] is None
    assert not run.exists()


def test_a_damaged_baseline_and_a_configuration_that_fails_are_told(tmp_path: Path) -> None:
    clone(tmp_path / "damaged").commit("Damage", {".hookkit-debt.json": "{\n"})
    clone(tmp_path / "failing").commit("Fail", {"tox.ini": "[flake8]\nmax-line-length = wide\n"})
    found = look(Repository(tmp_path), "debt", ".")
    assert "the baseline is damaged" in found["damaged"]["remark"]
    assert "flake8 ended with status " in found["failing"]["problem"]
