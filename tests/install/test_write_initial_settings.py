"""``hookkit init``: it proposes settings that fit the history."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.settings.effective_settings import load_settings
from tests.history.checks.scenarios import grow, tick
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here


def commits(repo: Repository, *subjects: str, authors: int = 1) -> None:
    """Make commits on the branch, by so many people in turn."""
    for number, subject in enumerate(subjects):
        tick(repo)
        name = f"P{number % authors} <p{number % authors}@hookkit.invalid>"
        repo.commit(subject, {f"{number}.txt": subject}, "--author", name)


def merged(repo: Repository, *titles: str) -> None:
    """Merge a topic of another person for each title."""
    for number, title in enumerate(titles):
        repo.git("checkout", "-q", "-b", f"t{number}")
        commits(repo, f"SHOP-{number} topic", authors=1)
        repo.git("checkout", "-q", "main")
        tick(repo)
        address = f"m{number}@hookkit.invalid"
        repo.git("merge", "-q", "--no-ff", "-m", title, f"t{number}", GIT_AUTHOR_EMAIL=address)


def by_requests(repo: Repository) -> None:
    merged(repo, "Merge pull request #1 from a/t0", "Merge pull request #2 from b/t1")


def by_merges(repo: Repository) -> None:
    merged(repo, "Merge branch 't0'", "Merge branch 't1'")


def by_squashes(repo: Repository) -> None:
    commits(repo, "SHOP-1 One (#1)", "SHOP-2 Two (#2)", "SHOP-3 Three (#3)", authors=2)


def on_the_trunk(repo: Repository) -> None:
    commits(repo, "One", "Two", "Three", authors=2)


def alone(repo: Repository) -> None:
    commits(repo, "One", "Two")


WORKFLOWS = {
    by_requests: ("whose server merges requests into main", "refuse", "refuse"),
    by_merges: ("a team of 3 that merges branches into main: 2 merges", "refuse", None),
    by_squashes: ("whose server squashes requests into main", "off", "refuse"),
    on_the_trunk: ("a team of 3 that commits to main", "warn", None),
    alone: ("one person who commits to main: no merge", "warn", None),
}


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize("has_pyproject", [False, True])
def test_each_workflow_has_its_settings(
    repo: Repository, workflow: object, has_pyproject: bool
) -> None:
    assert callable(workflow)
    if workflow is alone:
        repo.git("config", "user.email", "p0@hookkit.invalid")
    grow(repo, "base")
    workflow(repo)
    name = "pyproject.toml" if has_pyproject else ".hookkit.toml"
    before = "[project]\r\nname = 'x'" if has_pyproject else ""
    if has_pyproject:
        repo.write(name, before)
    ended = run_here(repo, "init")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"hookkit wrote settings to {name}\n")
    text = repo.read(name).decode()
    assert text.startswith(before) and (not has_pyproject or "\n" not in text.replace("\r\n", ""))
    said, history, protected = WORKFLOWS[workflow]
    assert said in text
    settings = load_settings(repo.runner)
    assert settings.level("history", "warn") == history
    assert settings.checks.get("protected-branch") == protected
    assert ('"SHOP-[0-9]+"' in text) == (workflow is by_squashes)
    again = run_here(repo, "init")
    assert (again.status, again.out) == (1, "")
    assert again.err.startswith("hookkit: there are settings of hookkit here already\n")
    assert repo.read(name).decode() == text


def test_a_target_of_another_name_is_protected(repo: Repository) -> None:
    grow(repo, "base")
    repo.git("branch", "-m", 'de"velop')
    repo.git("update-ref", 'refs/remotes/origin/de"velop', "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", 'refs/remotes/origin/de"velop')
    assert run_here(repo, "init").status == 0
    settings = load_settings(repo.runner)
    assert (settings.target, settings.protected[0]) == ('de"velop', 'de"velop')


def test_a_dry_run_writes_nothing(repo: Repository) -> None:
    before = repository_content(repo)
    ended = run_here(repo, "init", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    assert "hookkit found no commits to learn from." in ended.out
    assert ended.out.endswith("do it  hookkit init\n")
    assert repository_content(repo) == before


@pytest.mark.parametrize("name", ["pyproject.toml", ".hookkit.toml"])
def test_a_link_stays_a_link(repo: Repository, tmp_path: Path, name: str) -> None:
    there = tmp_path / "shared.toml"
    if name == "pyproject.toml":
        there.write_text("[project]\n")
        there.chmod(0o640)
    (repo.path / name).symlink_to(there)
    ended = run_here(repo, "init")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"hookkit wrote settings to {name}, which leads to {there}\n")
    assert f"look      cat {there}\n" in ended.out
    assert (repo.path / name).readlink() == there
    assert "ticket_pattern" in there.read_text()
    if name == "pyproject.toml":
        assert (there.stat().st_mode & 0o777, there.read_text()[:10]) == (0o640, "[project]\n")


def test_the_page_that_is_named_can_be_read_without_a_checkout(repo: Repository) -> None:
    run_here(repo, "init")
    text = repo.read(".hookkit.toml").decode()
    page = "https://github.com/hookkit/hookkit/blob/main/docs/history.md"
    assert f"# Who is stopped where: {page}\n" in text
    assert "docs/" not in text.replace("/blob/main/docs/", "")


def test_a_file_that_is_not_toml_stays(repo: Repository, tmp_path: Path) -> None:
    repo.write("pyproject.toml", "[tool.hookkit\n")
    assert run_here(repo, "init").status == 2
    assert repo.read("pyproject.toml") == b"[tool.hookkit\n"


@pytest.mark.parametrize("text", ["[tool.hookkit]\n", "tool = {}\n", "[tool]\nhookkit = {}\n"])
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_file_that_would_be_no_toml_any_more_stays(
    repo: Repository, text: str, options: tuple[str, ...]
) -> None:
    repo.write("pyproject.toml", text)
    ended = run_here(repo, "init", *options)
    assert (ended.status, ended.out) == (1, "")
    assert "no [tool.hookkit] fits into" in ended.err and "repair: ${EDITOR:-vi} " in ended.err
    assert repo.read("pyproject.toml").decode() == text
