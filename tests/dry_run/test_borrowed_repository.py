"""A borrowed repository shares objects, and nothing else."""

from __future__ import annotations

from hookkit.dry_run.borrowed_repository import borrowed_repository
from tests.repository import Repository


def test_refs_stay_apart_wherever_the_environment_has_git_keep_them(repo: Repository) -> None:
    tip = repo.commit("one", {"a.txt": "a\n"})
    refs = repo.git("for-each-ref")
    kept = f"files://{repo.runner.git_dir}"
    git = repo.runner.with_variables({"GIT_REFERENCE_BACKEND": kept})
    with borrowed_repository(git, tip) as scratch:
        scratch.run("update-ref", "refs/heads/scratch", tip)
        assert scratch.resolve("refs/heads/scratch") == tip
    assert repo.git("for-each-ref") == refs
