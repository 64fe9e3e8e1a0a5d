"""A repository, and the git commands that are run in it: bytes in and out, typed results."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.object_reader import GitObject, ObjectReader, read_answers
from hookkit.git.process import (
    FIXED_ENVIRONMENT,
    GIT_COMMAND,
    GitResult,
    command_effect,
    environment_without_hook_variables,
    execute,
    start_error,
    usually_only_reads,
    writes_refs,
)
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from hookkit.git.process import CommandEffect


class RepositoryPaths(NamedTuple):
    """The paths of a repository as strings; ``Git`` has them as Path objects too."""

    top: str | None
    git_dir: str
    common_dir: str
    index_file: str

    @property
    def folder(self) -> str:
        """The folder in which git is started: the worktree, or else the git directory."""
        return self.top or self.git_dir


def _rev_parse(start: str, environ: Mapping[str, str]) -> list[str]:
    options = ["--is-shallow-repository", "--show-object-format", "--absolute-git-dir"]
    options += ["--git-common-dir", "--git-path", "index"]
    # Last, because in a bare repository git fails at this option.
    options += ["--show-toplevel"]
    env = {**environ, "LC_ALL": FIXED_ENVIRONMENT["LC_ALL"]}  # for unusable_repository_error
    result = execute(["git", "rev-parse", *options], start, env, None)
    if result.code < 0:
        raise GitFailed(["rev-parse", *options], result.code, result.err)
    lines = os.fsdecode(result.out).split("\n")[:-1]
    if len(lines) < 5:
        from hookkit.git.unusable_repository_error import unusable_repository_error

        raise unusable_repository_error(start, result.err.strip())
    if len(lines) > 6:
        raise EnvironmentFailed(f"{start} has a line break in its path: git cannot name it")
    return lines


def _by_name(names: Sequence[str], objects: Sequence[GitObject | None]) -> dict[str, GitObject]:
    return {name: each for name, each in zip(names, objects, strict=False) if each is not None}


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _path(text: str) -> Path:
    # Imported here: a commit that changes nothing needs neither pathlib nor its many imports.
    from pathlib import Path

    return Path(text)


class Git:
    """One repository, seen through the git executable.

    ``top`` is the folder of the worktree, None in a bare repository. ``git_dir`` belongs to this
    worktree, ``common_dir`` to all worktrees of the repository. ``index`` is the index file, which
    need not exist. ``null_id`` is the all-zero object id in the length of this repository.

    ``written_ids`` are the ids of the objects that this process has written, ``committer`` a cache
    of the committer line, which git is asked for once. ``locked_ref_names`` are the refs of a
    prepared transaction: until it ends no other ref can be written (``locked_refs``).
    """

    def __init__(
        self,
        top: str | Path | None,
        git_dir: str | Path,
        common_dir: str | Path,
        index: str | Path,
        null_id: str,
        is_shallow: bool,
        env: Mapping[str, str],
    ) -> None:
        """Take what ``discover`` finds."""
        folders = (os.fspath(each) for each in (git_dir, common_dir, index))
        self.paths = RepositoryPaths(None if top is None else os.fspath(top), *folders)
        self.null_id, self.is_shallow, self.env = null_id, is_shallow, env
        self.written_ids: set[str] = set()
        self.committer: list[bytes] = []
        self.locked_ref_names: set[str] = set()
        self._reader: ObjectReader | None = None
        self._cached_results: dict[tuple[str, ...], GitResult] | None = None
        self._copied_from: Git | None = None

    @classmethod
    def discover(
        cls, folder: str | Path | None = None, environ: Mapping[str, str] | None = None
    ) -> Git:
        """Find the repository around ``folder`` (the current folder if None).

        ``environ`` is the environment in which git searches, and may name a repository (GIT_DIR);
        None for the environment of this process. Raises EnvironmentFailed if there is no
        repository.
        """
        start = os.getcwd() if folder is None else os.fspath(folder)
        lines = _rev_parse(start, os.environ if environ is None else environ)
        shallow, object_format, git_dir, common, index = lines[:5]
        # realpath, because a `..` after a symbolic link is not the folder that the text suggests.
        index_file = os.path.realpath(os.path.join(start, index))
        env = environment_without_hook_variables() | FIXED_ENVIRONMENT
        env["GIT_DIR"] = git_dir
        if "GIT_QUARANTINE_PATH" in env and "GIT_SHALLOW_FILE" in os.environ:
            # During a shallow push, this file has its boundary until the push is accepted.
            env["GIT_SHALLOW_FILE"] = os.environ["GIT_SHALLOW_FILE"]
        top = lines[5] if len(lines) > 5 else None
        if top is not None:
            env["GIT_WORK_TREE"] = top
        return cls(
            top=top,
            git_dir=git_dir,
            common_dir=os.path.realpath(os.path.join(start, common)),
            index=index_file,
            null_id="0" * (64 if object_format == "sha256" else 40),
            is_shallow=shallow == "true",
            env=env | {"GIT_INDEX_FILE": index_file},
        )

    @classmethod
    def without_repository(cls) -> Git:
        """Give a Git outside of any repository, for the person's own configuration."""
        root = os.path.abspath(os.sep)
        env = environment_without_hook_variables() | FIXED_ENVIRONMENT
        return cls(None, root, root, os.devnull, "", False, env)

    @property
    def top(self) -> Path | None:
        """The folder of the worktree, None in a bare repository."""
        return None if self.paths.top is None else _path(self.paths.top)

    @property
    def git_dir(self) -> Path:
        """The git directory of this worktree."""
        return _path(self.paths.git_dir)

    @property
    def common_dir(self) -> Path:
        """The git directory of all worktrees."""
        return _path(self.paths.common_dir)

    @property
    def index(self) -> Path:
        """The index file."""
        return _path(self.paths.index_file)

    def with_variables(self, variables: Mapping[str, str]) -> Git:
        """Give the same repository, with further environment variables for its git commands."""
        return self._copy(self.paths.git_dir, {**self.env, **variables})

    def at_git_dir(self, git_dir: Path) -> Git:
        """Give the same repository with the git directory of another worktree."""
        return self._copy(os.fspath(git_dir), self.env)

    def _copy(self, git_dir: str, env: Mapping[str, str]) -> Git:
        paths = self.paths._replace(git_dir=git_dir)
        copy = Git(*paths, self.null_id, self.is_shallow, env)
        copy.locked_ref_names, copy._copied_from = self.locked_ref_names, self
        return copy

    @contextmanager
    def batch_session(self) -> Iterator[None]:
        """Read all objects in the body by one process, and cache the results of ``try_run_cached``.

        Inside of another session this does nothing: the outer session continues.
        """
        if self._cached_results is not None:
            yield
            return
        self._cached_results = {}
        try:
            yield
        finally:
            self._cached_results = None
            self._close_reader()

    def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None and reader.is_open:
            reader.close()

    def try_run_cached(self, *args: str) -> GitResult:
        """Run ``git *args`` as ``try_run`` does; in a ``batch_session`` the result is cached.

        It is cached until this process runs a git command that may change the result. Changes by
        other processes are not seen; none is overwritten, because a ref is moved only from the
        value that was read.
        """
        if self._cached_results is None:
            return self.try_run(*args)
        if args not in self._cached_results:
            self._cached_results[args] = self.try_run(*args)
        return self._cached_results[args]

    def run_cached(self, *args: str) -> bytes:
        """Give the output as ``run`` does, cached as in ``try_run_cached``."""
        result = self.try_run_cached(*args)
        if result.code != 0:
            raise GitFailed(args, result.code, result.err)
        return result.out

    def lines_cached(self, *args: str) -> list[str]:
        """Give the lines of the output as ``lines`` does, cached as in ``try_run_cached``."""
        return _lines(os.fsdecode(self.run_cached(*args)))

    def invalidate(self, changed: CommandEffect = "anything") -> None:
        """Drop the cached results that may be wrong after a change of ``changed``.

        A change of refs keeps the cached configuration. The process that reads objects reads index,
        remotes and configuration only once, so it is ended when they may have changed.
        """
        if self._copied_from is not None:
            self._copied_from.invalidate(changed)
        if changed != "refs":
            self._close_reader()
        if self._cached_results and changed != "index":
            self._cached_results = {
                args: result
                for args, result in self._cached_results.items()
                if changed == "refs" and args[0] == "config"
            }

    def try_run(
        self, *args: str, data: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> GitResult:
        """Run ``git *args`` with ``data`` on its stdin and give its result, also if it failed.

        Raises GitFailed if a signal ended a command that only reads: that must not count as a "no".
        """
        assert not (self.locked_ref_names and writes_refs(args)), (args, self.locked_ref_names)
        words = [*GIT_COMMAND, *args]
        result = execute(words, self.paths.folder, {**self.env, **(env or {})}, data)
        changed = command_effect(args)
        if changed is not None:
            self.invalidate(changed)
        if result.code < 0 and usually_only_reads(args):
            raise GitFailed(args, result.code, result.err)
        return result

    def run(
        self, *args: str, data: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> bytes:
        """Run ``git *args`` and give its output. Raises GitFailed unless it exits with 0."""
        result = self.try_run(*args, data=data, env=env)
        if result.code != 0:
            raise GitFailed(args, result.code, result.err)
        return result.out

    def line(
        self, *args: str, data: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """Run ``git *args`` and give its output as text without newlines at the end."""
        return os.fsdecode(self.run(*args, data=data, env=env)).rstrip("\n")

    def lines(self, *args: str) -> list[str]:
        """Run ``git *args`` and give the lines of its output as text, without the empty ones.

        Only a line feed ends a line: the name of a ref may contain the other line ends of Unicode.
        """
        return _lines(self.line(*args))

    def fields(self, *args: str, data: bytes | None = None) -> list[bytes]:
        """Run ``git *args``, which ends each of its fields with NUL, and give the fields."""
        out = self.run(*args, data=data)
        return out.split(b"\0")[:-1]

    def fields_for_paths(self, paths: Sequence[bytes], *args: str) -> list[bytes]:
        """Run ``git *args -- PATH…`` for literal paths, 200 at a time."""
        found: list[bytes] = []
        for start in range(0, len(paths), 200):
            batch = [os.fsdecode(path) for path in paths[start : start + 200]]
            found += self.fields("--literal-pathspecs", *args, "--", *batch)
        return found

    def object_contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Read objects, by any name that git resolves, in one process.

        Gives the contents by name; a name that does not exist is left out.
        """
        return {name: found.data for name, found in self.read_objects(names).items()}

    def read_objects(self, names: Iterable[str]) -> dict[str, GitObject]:
        """Read objects as ``object_contents`` does, and give each with its id and type."""
        wanted = [name for name in dict.fromkeys(names) if "\n" not in name]
        found: dict[str, GitObject] = {}
        if wanted and self._cached_results is not None:
            answers = self._open_reader().read(wanted)
            found = _by_name(wanted, answers)
            wanted = wanted[len(answers) :]
        while wanted:
            data = os.fsencode("".join(f"{name}\n" for name in wanted))
            result = self.try_run("cat-file", "--batch", data=data)
            answers = read_answers(result.out, len(wanted))
            found |= _by_name(wanted, answers)
            # In a partial clone git exits at the first object that it would have to fetch.
            if result.code != 0 and "promisor remote" not in result.err:
                raise GitFailed(("cat-file", "--batch"), result.code, result.err)
            wanted = wanted[len(answers) + 1 :]
        return found

    def start_object_reader(self) -> None:
        """In a ``batch_session``, start the process that reads objects before the first is read."""
        if self._cached_results is not None:
            self._open_reader()

    def _open_reader(self) -> ObjectReader:
        if self._reader is None or not self._reader.is_open:
            command = [*GIT_COMMAND, "cat-file", "--batch"]
            try:
                self._reader = ObjectReader(command, self.paths.folder, self.env)
            except FileNotFoundError as error:
                raise start_error(self.paths.folder) from error
        return self._reader

    @contextmanager
    def locked_refs(
        self, ref_updates: Sequence[tuple[str, str, str]], reason: str
    ) -> Iterator[Callable[[], None]]:
        """Lock refs, to update all of them together.

        An update is the full name of a ref, its new id and its current id; all zeros stand for a
        ref that does not exist. Gives the function that updates the refs; if the body does not call
        it, they are unlocked as they are. Raises GitFailed if a ref has another id or is locked by
        another process (git-update-ref(1), ``prepare``).

        With reftable this locks all refs, so the body must not write other refs: write them before
        or after, or add them to ``ref_updates``. ``try_run`` asserts that in every repository.
        """
        from hookkit.git.ref_transaction import prepared_transaction

        with prepared_transaction(ref_updates, reason, self.paths.top, self.env) as commit:
            self.locked_ref_names.update(name for name, _, _ in ref_updates)

            def commit_updates() -> None:
                commit()
                self.locked_ref_names.clear()
                self.invalidate("refs")

            try:
                yield commit_updates
            finally:
                self.locked_ref_names.clear()

    def commit_object(self, name: str) -> tuple[str, bytes] | None:
        """Give id and content of the commit that ``name`` resolves to; None if there is none."""
        found = self.read_objects([f"{name}^{{commit}}"]).get(f"{name}^{{commit}}")
        return (found.id, found.data) if found else None

    def is_ancestor(self, older: str, newer: str) -> bool | None:
        """Whether ``newer`` is ``older`` or descends from it; None if git cannot tell."""
        code = self.try_run("merge-base", "--is-ancestor", older, newer).code
        return code == 0 if code in (0, 1) else None

    def resolve(self, name: str) -> str | None:
        """Give the id of the commit that ``name`` resolves to; None if there is none."""
        found = self.commit_object(name)
        return found[0] if found else None
