"""A network that is cut: no end of a connection arrives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster.repositories import slow_files
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)

ROOT = Path(__file__).parents[2]


def has_namespaces() -> bool:
    """Whether this machine gives a network namespace to whoever asks."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.long
@pytest.mark.skipif(not has_namespaces(), reason="no network namespaces here")
def test_a_network_that_goes_away(repo: Repository, tmp_path: Path) -> None:
    slow_files(repo)
    before = repository_content(repo)
    folder = tmp_path / "cluster"
    folder.mkdir()
    module = [sys.executable, "-m", "tests.cluster.cut_network", str(repo.path), str(folder)]
    ended = subprocess.run(["unshare", "-rn", *module], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    status, out, errors, address = json.loads(ended.stdout)
    assert (status, out) == (3, "")
    assert errors.splitlines() == [
        f"hookkit: the connection to the scheduler {address} was lost; nothing was placed",
        f"  repair: dask scheduler --port {address.rpartition(':')[2]}",
    ]
    assert repository_content(repo) == before
