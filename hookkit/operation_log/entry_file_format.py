"""The file format of an entry of the operation log: encode an entry, and decode it.

The first line is ``hookkit undo entry``, the number of the format, and the CRC-32 of all that
follows. The second line is JSON. The rest are the contents of the files, compressed together with
zlib; the JSON has the list of their lengths, and refers to a content by its position in that list.
"""

from __future__ import annotations

from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    RefusalChange,
    ValueChange,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT_VERSION = 1
_MAGIC = b"hookkit undo entry"
_FAST_COMPRESSION = 1


class UnreadableFormat(Exception):
    """An entry cannot be read; the message continues a sentence that begins with its number."""


def encode_entry(entry: Entry, written_at: int) -> bytes:
    """Give the file of an entry that is written at the time ``written_at`` (seconds since 1970)."""
    import json
    import zlib

    positions: dict[bytes, int] = {}
    files = [
        {
            "path": each.path.decode("utf-8", "surrogateescape"),
            "mode": each.mode,
            "worktree": _positions_of(positions, each.worktree),
            "index": _positions_of(positions, each.index),
        }
        for each in entry.files
    ]
    document = {
        "kind": entry.kind,
        "commit": entry.commit,
        "files": files,
        "head": entry.head,
        "correction": entry.correction,
        "refs": entry.refs,
        "branch": entry.branch,
        "remote": entry.remote,
        "refusals": entry.refusals,
        "rest": entry.remaining_correction,
        "when": written_at,
        "contents": [len(content) for content in positions],
    }
    body = (
        json.dumps(document).encode()
        + b"\n"
        + zlib.compress(b"".join(positions), _FAST_COMPRESSION)
    )
    return b"%s %d %08x\n%s" % (_MAGIC, FORMAT_VERSION, zlib.crc32(body), body)


def _positions_of(positions: dict[bytes, int], contents: ContentChange | None) -> list[int] | None:
    return contents and [positions.setdefault(each, len(positions)) for each in contents]


def decode_entry(data: bytes) -> tuple[Entry, int]:
    """Read an entry and the time when it was written. Raises UnreadableFormat."""
    import json
    import zlib
    from io import BytesIO

    header, _, body = data.partition(b"\n")
    magic, _, version = header.rpartition(b" ")[0].rpartition(b" ")
    if magic != _MAGIC or not version.isdigit():
        raise UnreadableFormat("is damaged")
    if int(version) > FORMAT_VERSION:
        raise UnreadableFormat("was written by a newer hookkit")
    if int(version) != FORMAT_VERSION or header.rpartition(b" ")[2] != b"%08x" % zlib.crc32(body):
        raise UnreadableFormat("is damaged")
    document, _, packed = body.partition(b"\n")
    document = json.loads(document)
    contents = BytesIO(zlib.decompress(packed))
    return (
        _entry_of(document, [contents.read(size) for size in document["contents"]]),
        document["when"],
    )


def _entry_of(document: dict[str, Any], contents: list[bytes]) -> Entry:
    def contents_of(pair: list[int] | None) -> ContentChange | None:
        return ContentChange(contents[pair[0]], contents[pair[1]]) if pair else None

    files = tuple(
        FileChange(
            each["path"].encode("utf-8", "surrogateescape"),
            contents_of(each["worktree"]),
            contents_of(each["index"]),
            each["mode"],
        )
        for each in document["files"]
    )
    return Entry(
        document["kind"],
        document["commit"],
        files,
        _value_change(document["head"]),
        _value_change(document["correction"]),
        tuple(RefChange(*each) for each in document["refs"]),
        _value_change(document["branch"]),
        document["remote"],
        RefusalChange(*map(tuple, document["refusals"])) if document.get("refusals") else None,
        RefChange(*document["rest"]) if document.get("rest") else None,
    )


def _value_change(pair: list[str] | None) -> ValueChange | None:
    return ValueChange(*pair) if pair else None
