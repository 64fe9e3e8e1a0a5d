"""Clusters with TLS, and with a scheduler that has no hookkit."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster.clusters import dask_cluster
from tests.cluster.repositories import many_files
from tests.repository import Repository

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)

TLS_PREFIX = "DASK_DISTRIBUTED__COMM__TLS__"
CHECK = ["run", "--all-files", "--check", "--format", "json"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for a cluster."""
    (tmp_path / "cluster").mkdir()
    return tmp_path / "cluster"


def certificate(folder: Path, name: str) -> dict[str, str]:
    """Make a certificate that is its own authority, and give the variables that name it."""
    place, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    command = ["openssl", *words, "-keyout", str(key), "-out", str(place)]
    subprocess.run(command, check=True, capture_output=True)
    ends = {f"{TLS_PREFIX}{end}__CERT": str(place) for end in ("CLIENT", "SCHEDULER", "WORKER")}
    keys = {f"{TLS_PREFIX}{end}__KEY": str(key) for end in ("CLIENT", "SCHEDULER", "WORKER")}
    return {f"{TLS_PREFIX}CA_FILE": str(place), **ends, **keys}


@pytest.mark.long
@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")
def test_tls(repo: Repository, folder: Path) -> None:
    many_files(repo, 5)
    env = certificate(folder, "ours")
    others = certificate(folder, "others")
    with dask_cluster(folder, 1, "tls", **env) as cluster:
        asked = [*CHECK, "--cluster", cluster.address]
        without = repo.hookkit(*asked)
        wrong = repo.hookkit(*asked, **others)
        ended = repo.hookkit(*asked, **env)
    assert without.returncode == wrong.returncode == 3
    assert without.stderr == (
        f"hookkit: {cluster.address} is reached by TLS, for which a file of authorities, a"
        " certificate and its key are to be configured here\n"
        f"  repair: export {TLS_PREFIX}CA_FILE=ca.pem {TLS_PREFIX}CLIENT__CERT=cert.pem"
        f" {TLS_PREFIX}CLIENT__KEY=key.pem\n"
    )
    sentence = f"hookkit: what listens at {cluster.address} does not answer as a Dask scheduler"
    assert wrong.stderr.startswith(f"{sentence} does: CERTIFICATE_VERIFY_FAILED\n")
    assert ended.returncode == 1
    assert ended.stdout == repo.hookkit(*CHECK).stdout


@pytest.mark.long
def test_a_scheduler_without_hookkit(repo: Repository, folder: Path) -> None:
    many_files(repo, 5)
    other = folder / "without"
    (other / "hookkit").mkdir(parents=True)
    (other / "hookkit" / "__init__.py").write_text("raise ImportError('there is none')\n")
    with dask_cluster(folder, 0, PYTHONPATH=str(other)) as cluster:
        cluster.env.clear()
        cluster.add_worker()
        ended = repo.hookkit(*CHECK, "--cluster", cluster.address)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout == repo.hookkit(*CHECK).stdout
