"""Read a journal: its pushes, from the oldest file to the newest."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import BinaryIO, NamedTuple

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.phrases import shell_word
from hookkit.server.encode_journal_line import VERSION

_TEXT_KEYS = ("time", "repository", "who", "told_by", "verdict")
_LIST_KEYS = ("refused", "warning", "unknown", "exceptions")


class RecordedPush(NamedTuple):
    """A push in the journal: its time (ISO 8601, UTC), repository, pusher and findings.

    ``name_source`` is what named the pusher: a variable, or ``login`` for the account of the hook.
    ``refused``, ``warning`` and ``unknown`` are the rules of the findings of each kind,
    ``exceptions`` are the exceptions that were in force, each as ``UNTIL: REASON``.
    """

    time: str
    repository: str
    pusher: str
    name_source: str
    verdict: str
    refused: tuple[str, ...]
    warning: tuple[str, ...]
    unknown: tuple[str, ...]
    exceptions: tuple[str, ...]


class JournalReader:
    """Reads the pushes of a journal, and counts the lines that it cannot read.

    ``damaged_count`` is the number of broken lines, ``newer_count`` the number of lines of a newer
    hookkit.
    """

    def __init__(self, file: str) -> None:
        """Take the newest file of the journal; the older files are in the same folder."""
        self.file, self.damaged_count, self.newer_count = file, 0, 0

    def pushes(self) -> Iterator[RecordedPush]:
        """Give each push once, the oldest first, even if the journal is rotated meanwhile.

        Gives none if there is no journal yet. Raises EnvironmentFailed if it cannot be read.
        """
        try:
            with ExitStack() as stack:
                for stream in _open_files(self.file, stack):
                    yield from filter(None, map(self._parse_line, stream))
        except OSError as error:
            sentence = f"the journal {self.file} cannot be read: {reason_of(error)}"
            raise EnvironmentFailed(sentence, f"ls -l {shell_word(self.file)}") from error

    def _parse_line(self, line: bytes) -> RecordedPush | None:
        with suppress(ValueError, RecursionError):
            document = json.loads(line)
            version = document.get("version") if isinstance(document, dict) else None
            if isinstance(version, int) and version > VERSION:
                self.newer_count += 1
                return None
            has_texts = version and {*_TEXT_KEYS} <= {*document}
            texts = [document[key] for key in _TEXT_KEYS] if has_texts else []
            lists = [document.get(key, []) for key in _LIST_KEYS] if texts else []
            if texts and all(isinstance(each, str) for each in texts) and _are_lists(lists):
                return RecordedPush(*texts, *map(tuple, lists))
        self.damaged_count += 1
        return None


def _are_lists(values: list[object]) -> bool:
    return all(
        isinstance(each, list) and all(isinstance(text, str) for text in each) for each in values
    )


def _open_files(file: str, stack: ExitStack) -> list[BinaryIO]:
    """Open the files of a journal and give them, the oldest first.

    The newest file is opened first: so a file that is rotated meanwhile is found twice, not missed,
    and its second stream is left out.
    """
    streams: dict[tuple[int, int], BinaryIO] = {}
    for name in [file, *_older_files(file)]:
        with suppress(FileNotFoundError):
            stream = stack.enter_context(open(name, "rb"))
            status = os.fstat(stream.fileno())
            streams.setdefault((status.st_dev, status.st_ino), stream)
    return [*streams.values()][::-1]


def _older_files(file: str) -> list[str]:
    folder, name = os.path.split(file)
    pattern = re.compile(rf"{re.escape(name)}\.(\d+)")
    with suppress(FileNotFoundError):
        numbers = [
            int(match[1]) for each in os.listdir(folder) if (match := pattern.fullmatch(each))
        ]
        return [f"{file}.{number}" for number in sorted(numbers)]
    return []
