"""The hunks that a person refused, which are not proposed again; they are kept at a ref."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence

from hookkit.errors import GitFailed, HookkitError
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.pep8.review_hunks import ReviewHunk

REFUSALS_REF = "refs/hookkit/refused"
"""The ref of a blob with one line of JSON for each hunk that is not to be proposed again."""

LINE_FORMAT = 1
"""The format of a line; a line of a newer hookkit may have a higher ``format``."""


class RefusedHunk(NamedTuple):
    """A refused hunk: its id, the fingerprints of its parts, its path, rules and lines."""

    id: str
    parts: tuple[str, ...]
    path: bytes
    codes: tuple[str, ...]
    before: str
    after: str


def parse_refusals(data: bytes) -> list[RefusedHunk]:
    """Read the blob; lines that this version cannot read are skipped."""
    return [each for line in data.splitlines() if (each := _parse_line(line)) is not None]


def _parse_line(line: bytes) -> RefusedHunk | None:
    import json

    try:
        document = json.loads(line)
        if document.get("format", LINE_FORMAT) > LINE_FORMAT:
            return None
        return RefusedHunk(
            id=str(document["id"]),
            parts=tuple(map(str, document["parts"])),
            path=os.fsencode(str(document["path"])),
            codes=tuple(map(str, document["codes"])),
            before=str(document["before"]),
            after=str(document["after"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _unreadable_lines(data: bytes) -> list[bytes]:
    """Give the lines that this version cannot read, which are kept as they are."""
    return [line for line in data.splitlines() if line.strip() and _parse_line(line) is None]


def count_unreadable_lines(git: Git) -> int:
    """Count the lines that this version cannot read, such as those of a newer hookkit."""
    return len(_unreadable_lines(git.object_contents([REFUSALS_REF]).get(REFUSALS_REF, b"")))


def read_refusals(git: Git) -> list[RefusedHunk]:
    """Give the hunks that are not to be proposed again, in the order in which they were refused."""
    return parse_refusals(git.object_contents([REFUSALS_REF]).get(REFUSALS_REF, b""))


def fingerprints_of(refusals: Iterable[RefusedHunk]) -> frozenset[str]:
    """Give the fingerprints of all parts of the hunks."""
    return frozenset(part for each in refusals for part in each.parts)


def make_refused_hunk(hunk: ReviewHunk, original: bytes, fixed: bytes) -> RefusedHunk:
    """Give the refused hunk for a hunk between a file and its fixed version."""
    # Imported here: a hook only reads refused hunks.
    from hookkit.pep8.decode_source import decode_source
    from hookkit.pep8.line_ends import split_lines
    from hookkit.pep8.review_hunks import fingerprint

    before, after = (split_lines(decode_source(data).text.encode()) for data in (original, fixed))
    return RefusedHunk(
        id=hunk.id,
        parts=tuple(fingerprint(hunk.path, before, after, part) for part in hunk.parts),
        path=hunk.path,
        codes=hunk.codes,
        before=b"".join(hunk.before).decode(),
        after=b"".join(hunk.after).decode(),
    )


def new_refusals(git: Git, hunks: Iterable[RefusedHunk]) -> list[RefusedHunk]:
    """Give the hunks that are not refused yet."""
    known = {each.parts for each in read_refusals(git)}
    return [each for each in hunks if each.parts not in known]


def remember_refusals(git: Git, hunks: Sequence[RefusedHunk]) -> int:
    """Store hunks that are not to be proposed again, and give the number of new ones.

    Raises GitFailed if other processes move the ref during both attempts.
    """

    def added(stored: list[RefusedHunk]) -> list[RefusedHunk]:
        known = {each.parts for each in stored}
        return stored + [each for each in hunks if each.parts not in known]

    before, after = _change_refusals(git, added)
    return len(after) - len(before)


def refusal_lines(hunks: Iterable[RefusedHunk]) -> tuple[str, ...]:
    """Give the lines of hunks as the blob at the ref has them, for the operation log."""
    return tuple(_encoded_line(each).decode().rstrip("\n") for each in hunks)


def take_back_refusals(
    git: Git, refused_lines: Iterable[str], restored_lines: Iterable[str]
) -> None:
    """Forget the hunks of ``refused_lines``, and store the hunks of ``restored_lines``.

    Raises GitFailed as ``remember_refusals`` does.
    """
    forgotten = {each.parts for each in parse_refusals("\n".join(refused_lines).encode())}
    to_remember = parse_refusals("\n".join(restored_lines).encode())

    def changed(stored: list[RefusedHunk]) -> list[RefusedHunk]:
        remaining = [each for each in stored if each.parts not in forgotten]
        known = {each.parts for each in remaining}
        return remaining + [each for each in to_remember if each.parts not in known]

    _change_refusals(git, changed)


def forget_refusals(git: Git, ids: Collection[str]) -> list[RefusedHunk]:
    """Forget refused hunks by id, so that they are proposed again, and give them.

    Raises HookkitError if an id is unknown or ambiguous (then all hunks are kept), and GitFailed as
    ``remember_refusals`` does.
    """

    def remaining_hunks(stored: list[RefusedHunk]) -> list[RefusedHunk]:
        forgotten_ids = {_find_by_id(each, stored).id for each in ids}
        return [each for each in stored if each.id not in forgotten_ids]

    before, after = _change_refusals(git, remaining_hunks)
    return [each for each in before if each not in after]


def _find_by_id(wanted_id: str, stored: Sequence[RefusedHunk]) -> RefusedHunk:
    """Give the hunk whose id is ``wanted_id``, else the only hunk whose id begins with it."""
    found = [each for each in stored if each.id == wanted_id]
    found = found or [each for each in stored if wanted_id and each.id.startswith(wanted_id)]
    if len(found) == 1:
        return found[0]
    problem = f"{len(found)} refused hunks begin with" if found else "there is no refused hunk"
    raise HookkitError(f"{problem} {wanted_id!r}", "hookkit refused")


def forget_all_refusals(git: Git) -> list[RefusedHunk]:
    """Forget all refused hunks, and give them. Raises GitFailed as ``remember_refusals`` does."""
    before, _ = _change_refusals(git, lambda stored: [])
    return before


def _change_refusals(
    git: Git, change: Callable[[list[RefusedHunk]], list[RefusedHunk]]
) -> tuple[list[RefusedHunk], list[RefusedHunk]]:
    """Change the refused hunks; if another process has moved the ref, try once more."""
    try:
        return _change_once(git, change)
    except GitFailed:
        return _change_once(git, change)


def _change_once(
    git: Git, change: Callable[[list[RefusedHunk]], list[RefusedHunk]]
) -> tuple[list[RefusedHunk], list[RefusedHunk]]:
    from hookkit.git.refs import delete_refs, update_ref
    from hookkit.git.write_blob_tree_commit import write_blob

    answer = git.try_run("rev-parse", "--verify", "--quiet", REFUSALS_REF)
    old = answer.out.decode().strip()
    data = git.object_contents([old])[old] if old else b""
    before = parse_refusals(data)
    after = change(list(before))
    if after == before:
        return before, after
    lines = [*map(_encoded_line, after), *(line + b"\n" for line in _unreadable_lines(data))]
    if lines:
        blob = write_blob(git, b"".join(lines))
        update_ref(git, REFUSALS_REF, blob, old or git.null_id, "refuse")
    else:
        delete_refs(git, {REFUSALS_REF: old})
    return before, after


def _encoded_line(hunk: RefusedHunk) -> bytes:
    import json

    document = hunk._asdict() | {"path": os.fsdecode(hunk.path)}
    return json.dumps(document).encode() + b"\n"
