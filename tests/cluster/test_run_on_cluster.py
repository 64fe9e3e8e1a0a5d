"""``run`` and ``ci`` on a real cluster: the same bytes as on one machine."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster.clusters import DaskCluster
from tests.cluster.repositories import copy_of, many_files
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with many files to correct."""
    many_files(repo)
    return repo


def test_all_files_get_the_bytes_of_one_machine(
    begun: Repository, cluster: DaskCluster, tmp_path: Path
) -> None:
    other = copy_of(begun, tmp_path / "other")
    here = begun.hookkit("run", "--all-files", "--mode", "worktree")
    there = other.hookkit("run", "--all-files", "--mode", "worktree", "--cluster", cluster.address)
    assert (there.returncode, there.stderr) == (here.returncode, here.stderr) == (0, "")
    assert there.stdout.splitlines() == here.stdout.splitlines()
    assert "broken.py" in here.stdout
    names = begun.git("ls-files", "-z").split("\0")[:-1]
    assert [other.read(name) for name in names] == [begun.read(name) for name in names]
    assert begun.status and other.status == begun.status


@pytest.mark.parametrize("words", [["--diff"], ["--check", "--format", "json"]])
def test_what_is_only_looked_at(begun: Repository, cluster: DaskCluster, words: list[str]) -> None:
    before = repository_content(begun)
    there = begun.hookkit("run", "--all-files", *words, "--cluster", cluster.address)
    remembered = begun.runner.common_dir / "hookkit" / "fixes"
    assert remembered.exists()  # what the cluster found is remembered as well
    remembered.unlink()
    here = begun.hookkit("run", "--all-files", *words)
    assert (there.stdout, there.returncode) == (here.stdout, here.returncode)
    assert repository_content(begun).index == before.index and begun.status == ""


def test_a_merge_request(begun: Repository, cluster: DaskCluster) -> None:
    words = ["ci", "--from-ref", begun.git("rev-list", "--max-parents=0", "HEAD"), "--format"]
    begun.git("checkout", "-q", "-b", "topic")
    begun.commit("Change some", {f"part{number}/new.py": "a=1\n" for number in range(5)})
    here = begun.hookkit(*words, "json")
    there = begun.hookkit(*words, "json", "--cluster", cluster.address)
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert there.returncode == here.returncode == 1
    part = begun.hookkit(*words, "json", "--shard", "1/2", "--cluster", cluster.address)
    assert part.stdout == begun.hookkit(*words, "json", "--shard", "1/2").stdout


def test_nothing_to_do(repo: Repository, cluster: DaskCluster) -> None:
    repo.commit("begin", {"a.py": "x = 1\n"})
    ended = repo.hookkit("run", "--all-files", "--check", "--cluster", cluster.address)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "nothing to correct" in ended.stdout


def test_an_editor_has_no_cluster(repo: Repository) -> None:
    ended = repo.hookkit("run", "--stdin-filename", "a.py", "-", "--cluster", "localhost:8786")
    assert ended.returncode == 2
    assert "with no other option" in ended.stderr
