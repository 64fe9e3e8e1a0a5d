"""``debt`` on a real cluster: the findings and the baseline of one machine."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from hookkit.debt.finding import LintFinding
from hookkit.debt.lint_contents import PluginSource, started_linting
from hookkit.errors import Refused
from tests.cluster.clusters import DaskCluster, dask_cluster
from tests.cluster.repositories import copy_of, many_files
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)

BASELINE = ".hookkit-debt.json"
CONFIG = "[flake8]\nper-file-ignores = part1/*: E401\nexclude = part2\nignore = W291\n"


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with many findings, and a configuration that leaves some out."""
    many_files(repo)
    # Large enough for more than one batch.
    filler = "# " + "y" * 70 + "\n"
    repo.commit("Add large files", {f"part{number}/b.py": filler * 800 for number in range(4)})
    repo.commit("Configure flake8", {".flake8": CONFIG})
    return repo


def test_the_baseline_is_that_of_one_machine(
    begun: Repository, cluster: DaskCluster, tmp_path: Path
) -> None:
    other = copy_of(begun, tmp_path / "other")
    here = begun.hookkit("debt", "accept")
    there = other.hookkit("debt", "accept", "--cluster", cluster.address)
    assert (there.returncode, there.stderr, there.stdout) == (0, "", here.stdout)
    assert other.read(BASELINE) == begun.read(BASELINE)
    assert begun.read(BASELINE).count(b"part1/") and b"part2/" not in begun.read(BASELINE)


def test_what_is_shown_is_that_of_one_machine(begun: Repository, cluster: DaskCluster) -> None:
    begun.hookkit("debt", "accept")
    here, there = begun.hookkit("debt"), begun.hookkit("debt", "--cluster", cluster.address)
    assert there.stdout == here.stdout != ""


@pytest.mark.parametrize("what", [[], ["--staged"], ["HEAD~1..HEAD"]])
def test_what_is_new(begun: Repository, cluster: DaskCluster, what: list[str]) -> None:
    begun.hookkit("debt", "accept")
    begun.git("add", BASELINE)
    begun.commit("Accept the debt")
    begun.commit("Add more", {f"part{number}/new.py": "import os\nx=1\n" for number in range(5)})
    begun.write("part0/staged.py", "import sys\n")
    begun.git("add", "part0/staged.py")
    words = ["debt", "check", *what, "--format", "json"]
    here = begun.hookkit(*words)
    there = begun.hookkit(*words, "--cluster", cluster.address)
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
    assert here.returncode == 1


def test_plugins_of_the_repository_stay_here(begun: Repository) -> None:
    ended = begun.hookkit("debt", "check", "--local-plugins", "--cluster", "localhost:8786")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--local-plugins runs code of this worktree" in ended.stderr


@pytest.mark.parametrize("is_run", [True, False])
def test_plugins_that_are_trusted_are_not_sent(repo: Repository, is_run: bool) -> None:
    config = "[flake8]\nignore = W291\n[flake8:local-plugins]\nextension =\n    X1 = own:Check\n"
    files = {b"setup.cfg": config.encode(), b"a.py": b"x=1\n"}
    asked: list[tuple[Mapping[bytes, bytes], str, Mapping[bytes, bytes]]] = []

    def lint(*given: Mapping[bytes, bytes] | str) -> list[LintFinding]:
        asked.append(given)  # type: ignore[arg-type]
        return []

    for path, data in files.items():
        repo.write(path, data)
    code = PluginSource(None, is_run)
    if is_run:
        with pytest.raises(Refused, match="which are not sent to a cluster"):
            with started_linting(repo.runner, [files], code, lint):
                pass
        assert asked == []
        return
    with started_linting(repo.runner, [files], code, lint) as wait_for_findings:
        found = wait_for_findings(None)
    assert found.skipped_plugins is not None and "X1" not in found.known_prefixes
    [(configurations, configured_by, contents)] = asked
    assert (configured_by, contents) == ("setup.cfg", {b"a.py": b"x=1\n"})
    assert b"ignore" in configurations[b"setup.cfg"] and b"X1" not in configurations[b"setup.cfg"]


def test_a_flake8_that_fails_on_a_worker(begun: Repository, cluster: DaskCluster) -> None:
    begun.write(".flake8", "[flake8]\nignore = surely wrong\n")
    before = repository_content(begun)
    here = begun.hookkit("debt", "accept")
    there = begun.hookkit("debt", "accept", "--cluster", cluster.address)
    assert (there.returncode, there.stdout, there.stderr) == (3, "", here.stderr)
    assert "flake8 ended with status" in here.stderr
    assert repository_content(begun) == before


@pytest.mark.long
def test_a_worker_with_one_plugin_more(begun: Repository, tmp_path: Path) -> None:
    info = tmp_path / "other" / "flake8_more-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: flake8-more\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[flake8.extension]\nMORE = more:Check\n")
    (tmp_path / "cluster").mkdir()
    before = repository_content(begun)
    with dask_cluster(tmp_path / "cluster", 0) as cluster:
        cluster.add_worker(PYTHONPATH=str(info.parent))
        ended = begun.hookkit("debt", "accept", "--cluster", cluster.address)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "has other plugins of flake8: " in ended.stderr
    assert "flake8-more" in ended.stderr.partition(", and here: ")[0]
    assert ended.stderr.endswith("  repair: python -m pip uninstall flake8-more\n")
    assert repository_content(begun) == before
