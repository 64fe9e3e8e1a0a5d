"""Update several refs together: ``git update-ref --stdin``, prepared first and then committed."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from hookkit.errors import GitFailed


@contextmanager
def prepared_transaction(
    ref_updates: Sequence[tuple[str, str, str]],
    reflog_message: str,
    folder: str | None,
    env: Mapping[str, str],
) -> Iterator[Callable[[], None]]:
    """Lock refs, and give the function that updates them, for ``Git.locked_refs``.

    git runs in ``folder`` (None: the current one) with ``env``.
    """
    command = ["git", "update-ref", "--create-reflog", "-m", reflog_message, "--stdin"]
    lines = "".join(f"update {name} {new} {old}\n" for name, new, old in ref_updates)
    pipe = subprocess.PIPE
    # A file for the messages: a hook that fills a pipe would block git and hookkit.
    # No buffers: closing the pipe would send again whatever could not be sent.
    with (
        tempfile.TemporaryFile() as messages,
        subprocess.Popen(
            command, cwd=folder, env=env, bufsize=0, stdin=pipe, stdout=pipe, stderr=messages
        ) as child,
    ):
        _send(child, messages, "start\n", b"start: ok")
        _send(child, messages, f"{lines}prepare\n", b"prepare: ok")
        yield lambda: _send(child, messages, "commit\n", b"commit: ok")


def _send(child: subprocess.Popen[bytes], messages: IO[bytes], lines: str, answer: bytes) -> None:
    """Send lines to `git update-ref --stdin`. Raises GitFailed for any other answer."""
    assert child.stdin and child.stdout
    with suppress(BrokenPipeError):
        child.stdin.write(lines.encode())
    if child.stdout.readline().strip() != answer:
        child.stdin.close()
        code = child.wait()
        messages.seek(0)
        raise GitFailed(("update-ref", "--stdin"), code, os.fsdecode(messages.read()))
