"""A scratch repository shares objects, and nothing else."""

from __future__ import annotations

from pathlib import Path

from hookkit.dry_run.scratch_repository import scratch_repository
from tests.repository import Repository


def test_refs_stay_apart_wherever_the_environment_has_git_keep_them(repo: Repository) -> None:
    tip = repo.commit("one", {"a.txt": "a\n"})
    refs = repo.git("for-each-ref")
    kept = f"files://{repo.runner.git_dir}"
    git = repo.runner.with_variables({"GIT_REFERENCE_BACKEND": kept})
    with scratch_repository(git, tip) as scratch:
        scratch.run("update-ref", "refs/heads/scratch", tip)
        assert scratch.resolve("refs/heads/scratch") == tip
    assert repo.git("for-each-ref") == refs


def test_no_hook_runs_there_that_the_configuration_of_a_person_names(
    repo: Repository, tmp_path: Path
) -> None:
    tip = repo.commit("one", {"a.txt": "a\n"})
    for event in ("reference-transaction", "post-checkout", "post-index-change"):
        repo.git("config", "--global", f"hook.spy-{event}.command", f"touch {tmp_path}/{event}; :")
        repo.git("config", "--global", f"hook.spy-{event}.event", event)
    with scratch_repository(repo.runner, tip) as scratch:
        scratch.run("update-ref", "refs/heads/scratch", tip)
        scratch.run("checkout", "--quiet", "scratch")
    assert not list(tmp_path.glob("*-*"))
