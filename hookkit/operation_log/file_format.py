"""An entry of the operation log as the bytes of a file.

The first line is ``hookkit undo entry``, the number of the format, and the CRC-32 of all that
follows. The second line is JSON. What remains are the contents of the files, compressed with zlib
in one piece; the JSON has the length of each, and names them by their place in that list.
"""

from __future__ import annotations

from hookkit.operation_log.entry import (
    Contents,
    Entry,
    FileChange,
    OldNew,
    RefMove,
    RefusalChange,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 1
_MAGIC = b"hookkit undo entry"
_QUICK = 1


class UnreadableFormat(Exception):
    """An entry cannot be read; the message says why, to follow its number."""


def encode(entry: Entry, when: int) -> bytes:
    """Give the bytes that keep an entry, written ``when`` (seconds since 1970)."""
    import json
    import zlib

    places: dict[bytes, int] = {}
    files = [
        {
            "path": each.path.decode("utf-8", "surrogateescape"),
            "mode": each.mode,
            "worktree": _placed(places, each.worktree),
            "index": _placed(places, each.index),
        }
        for each in entry.files
    ]
    note = {
        **entry._asdict(),
        "files": files,
        "when": when,
        "contents": [len(content) for content in places],
    }
    body = json.dumps(note).encode() + b"\n" + zlib.compress(b"".join(places), _QUICK)
    return b"%s %d %08x\n%s" % (_MAGIC, FORMAT, zlib.crc32(body), body)


def _placed(places: dict[bytes, int], contents: Contents | None) -> list[int] | None:
    return contents and [places.setdefault(each, len(places)) for each in contents]


def decode(data: bytes) -> tuple[Entry, int]:
    """Read an entry and when it was written. Raises UnreadableFormat where that is not possible."""
    import json
    import zlib
    from io import BytesIO

    header, _, body = data.partition(b"\n")
    magic, _, rest = header.rpartition(b" ")[0].rpartition(b" ")
    if magic != _MAGIC or not rest.isdigit():
        raise UnreadableFormat("is damaged")
    if int(rest) > FORMAT:
        raise UnreadableFormat("was written by a newer hookkit")
    if int(rest) != FORMAT or header.rpartition(b" ")[2] != b"%08x" % zlib.crc32(body):
        raise UnreadableFormat("is damaged")
    note, _, packed = body.partition(b"\n")
    read = json.loads(note)
    contents = BytesIO(zlib.decompress(packed))
    return _record(read, [contents.read(size) for size in read["contents"]]), read["when"]


def _record(read: dict[str, Any], contents: list[bytes]) -> Entry:
    def of(pair: list[int] | None) -> Contents | None:
        return Contents(contents[pair[0]], contents[pair[1]]) if pair else None

    files = tuple(
        FileChange(
            each["path"].encode("utf-8", "surrogateescape"),
            of(each["worktree"]),
            of(each["index"]),
            each["mode"],
        )
        for each in read["files"]
    )
    return Entry(
        read["kind"],
        read["commit"],
        files,
        _old_new(read["head"]),
        _old_new(read["correction"]),
        tuple(RefMove(*each) for each in read["refs"]),
        _old_new(read["branch"]),
        read["remote"],
        _refusals(read.get("refusals")),
        RefMove(*read["rest"]) if read.get("rest") else None,
    )


def _refusals(pair: list[list[str]] | None) -> RefusalChange | None:
    return RefusalChange(*map(tuple, pair)) if pair else None


def _old_new(pair: list[str] | None) -> OldNew | None:
    return OldNew(*pair) if pair else None
