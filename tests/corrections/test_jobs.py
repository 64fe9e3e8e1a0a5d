"""What a run looks at, as values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hookkit.corrections import jobs, named_files
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.refs import require_commit
from hookkit.settings.schema import Settings
from tests.repository import Repository

SETTINGS = Settings()
LINES = Settings(scope="lines")


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with two commits."""
    repo.commit("begin", {"a.py": "x = 1\n", "doc.txt": "1\n"})
    repo.commit("Add b", {"b.py": "y = 1\n", "a.py": "x = 2\n"})
    return repo


def names(job: jobs.Job) -> list[bytes]:
    return [change.path for change in job.changes]


def contents(job: jobs.Job) -> list[bytes]:
    return [job.contents[change.blob] for change in job.changes]


def test_a_commit(begun: Repository) -> None:
    job = jobs.commit_job(begun.runner, SETTINGS, "HEAD")
    assert job.commit is not None and job.commit.id == begun.head
    assert (names(job), contents(job)) == ([b"a.py", b"b.py"], [b"x = 2\n", b"y = 1\n"])
    whole = jobs.commit_job(begun.runner, Settings(scope="file"), "HEAD")
    assert len(whole.contents) == 2


@pytest.mark.parametrize("settings", [SETTINGS, LINES])
def test_the_contents_before_are_read_where_lines_count(
    settings: Settings, begun: Repository
) -> None:
    job = jobs.commit_job(begun.runner, settings, "HEAD")
    assert b"x = 1\n" in job.contents.values()


def test_a_range_is_seen_from_where_it_left(begun: Repository) -> None:
    begun.git("branch", "topic")
    begun.commit("main", {"m.py": "m = 1\n"})
    begun.git("checkout", "-q", "topic")
    begun.commit("topic", {"t.py": "t = 1\n"})
    job = jobs.range_job(begun.runner, SETTINGS, "main", "topic")
    assert names(job) == [b"t.py"]
    assert job.commit is not None and job.commit.id == begun.head


def test_a_range_without_a_common_commit_is_unknown(begun: Repository) -> None:
    begun.git("checkout", "-q", "--orphan", "other")
    begun.commit("other", {"o.py": "o = 1\n"})
    with pytest.raises(EnvironmentFailed, match="what changed is unknown") as caught:
        jobs.range_job(begun.runner, SETTINGS, "main", "other")
    assert caught.value.repair == "git log --oneline --all"


def test_a_range_in_a_shallow_clone_is_unknown(begun: Repository) -> None:
    begun.git("checkout", "-q", "--orphan", "other")
    begun.commit("other", {"o.py": "o = 1\n"})
    begun.git("clone", "-q", "--depth=1", "--no-single-branch", begun.path.as_uri(), "../shallow")
    shallow = Repository(begun.path.parent / "shallow")
    with pytest.raises(EnvironmentFailed, match="what changed is unknown") as caught:
        jobs.range_job(shallow.runner, SETTINGS, "origin/main", "origin/other")
    assert caught.value.repair == "git fetch --unshallow"


def test_what_a_rebase_made(begun: Repository) -> None:
    begun.commit("more", {"c.py": "z = 1\n"})
    made = [begun.head, begun.git("rev-parse", "HEAD^")]
    assert names(jobs.rewritten_job(begun.runner, SETTINGS, made[:1])) == [b"c.py"]
    assert names(jobs.rewritten_job(begun.runner, SETTINGS, made)) == [b"a.py", b"b.py", b"c.py"]
    assert names(jobs.rewritten_job(begun.runner, SETTINGS, [])) == []


def test_a_file_that_a_later_commit_removed_is_gone(begun: Repository) -> None:
    begun.git("rm", "-q", "b.py")
    begun.git("commit", "-q", "-m", "remove")
    made = [begun.git("rev-parse", "HEAD^"), begun.head]
    assert names(jobs.rewritten_job(begun.runner, SETTINGS, made)) == [b"a.py"]


@pytest.mark.parametrize("folder", ["rebase-merge", "rebase-apply"])
def test_what_a_rebase_was_laid_on_is_not_made_by_it(begun: Repository, folder: str) -> None:
    begun.commit("more", {"c.py": "z = 1\n"})
    (begun.path / ".git" / folder).mkdir()
    below = begun.git("rev-parse", "HEAD^")
    (begun.path / ".git" / folder / "onto").write_text(f"{below}\n")
    (begun.path / ".git" / folder / "orig-head").write_text(f"{below}\n")
    assert names(jobs.rewritten_job(begun.runner, SETTINGS, [below, begun.head])) == [b"c.py"]


def test_everything(begun: Repository) -> None:
    assert names(jobs.all_files_job(begun.runner, SETTINGS)) == [b"a.py", b"b.py"]


def test_the_index(begun: Repository) -> None:
    begun.write("c.py", "z = 1\n")
    begun.git("add", "c.py")
    job = jobs.index_job(begun.runner, SETTINGS)
    assert (job.commit, job.subject, names(job)) == (None, "the index", [b"c.py"])


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["a.py"], [b"a.py"]),
        (["."], [b"a.py", b"b.py", b"new.py"]),
        (["new.py", "new.py", "."], [b"new.py", b"a.py", b"b.py"]),
    ],
)
def test_paths(
    begun: Repository,
    monkeypatch: pytest.MonkeyPatch,
    paths: Sequence[str],
    found: list[bytes],
) -> None:
    monkeypatch.chdir(begun.path)
    begun.write("new.py", "n = 1\n")
    job = named_files.paths_job(begun.runner, SETTINGS, paths)
    assert (job.commit, job.subject, names(job)) == (None, "the worktree", found)
    assert [change.mode for change in job.changes] == ["100644"] * len(found)


def test_a_program_keeps_its_mode(begun: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(begun.path)
    begun.write("tool", "x = 1\n").chmod(0o755)
    assert named_files.paths_job(begun.runner, SETTINGS, ["tool"]).changes[0].mode == "100755"


def test_a_link_is_no_file(begun: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(begun.path)
    (begun.path / "link.py").symlink_to("a.py")
    (begun.path / "dangling.py").symlink_to("nowhere.py")
    for name in ("link.py", "dangling.py"):
        with pytest.raises(WrongUsage, match="is not a regular file"):
            named_files.paths_job(begun.runner, SETTINGS, [name])
    assert b"link.py" not in names(named_files.paths_job(begun.runner, SETTINGS, ["."]))


def test_excluded_files_are_kept_out_with_the_reason(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(begun.path)
    settings = Settings(exclude=("b*", "x*"))
    begun.write("[x].py", "n = 1\n")
    begun.write("x.py", "n = 1\n")
    named = ["a.py", "b.py", "[x].py", "x.py"]
    job = named_files.paths_job(begun.runner, settings, named)
    assert names(job) == [name.encode() for name in named]
    assert job.skipped_files == dict.fromkeys(
        [b"b.py", b"x.py"], "is excluded by hookkit's settings"
    )


def test_whether_there_is_a_commit(repo: Repository) -> None:
    with pytest.raises(EnvironmentFailed, match="no commit here yet"):
        require_commit(repo.runner)
    repo.commit("begin")
    require_commit(repo.runner)
