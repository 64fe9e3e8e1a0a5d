"""What pre-commit says where its scripts are installed."""

from __future__ import annotations

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.install.install_pre_commit_or_prek import install_scripts
from tests.repository import Repository
from tests.shims.test_read_pre_commit_config import listed


def test_what_pre_commit_refuses_is_passed_on(repo: Repository) -> None:
    listed(repo)
    repo.git("config", "core.hooksPath", "hooks")
    with pytest.raises(EnvironmentFailed, match="Cowardly refusing") as failure:
        install_scripts(repo.runner, "pre-commit", ["post-commit"])
    assert failure.value.repair == "pre-commit install --hook-type post-commit"
