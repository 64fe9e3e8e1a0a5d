"""A correction: made from fixed files, kept at a ref, and found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.errors import HookkitError
from hookkit.git.autosquash import is_unique_subject
from hookkit.git.changed_python_files import changes_between_similar_trees, commit_changes
from hookkit.git.commits import (
    Commit,
    parse_commit,
    read_commit,
)
from hookkit.git.compute_object_ids import NewObject, compute_blob_id, object_id
from hookkit.git.refs import update_ref
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, TreeEntry, tree_entries
from hookkit.git.write_blob_tree_commit import new_commit, new_trees, write_commit, write_objects
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.phrases import short_id
from hookkit.settings.definitions import BASELINE_FILE

BASELINE_PATH = BASELINE_FILE.encode()

CORRECTS_TRAILER = "Hookkit-Corrects"
"""The trailer by which a correction names the commit that it corrects."""
_RANGE_START_TRAILER = "Hookkit-Since"
"""The trailer by which the correction of a range names the commit below it."""
_FORMAT_TRAILER = "Hookkit-Format"
"""The trailer with the number of the format, if a newer hookkit makes its commits differently."""
_KNOWN_FORMAT = 1
"""The format of a commit without that trailer."""


class Correction(NamedTuple):
    """A correction: its commit object, and the commit that it corrects."""

    commit: Commit
    corrected: Commit

    @property
    def range_start(self) -> str | None:
        """The id of the commit below the range that it corrects; None without a range."""
        return range_start_in(self.commit)

    @property
    def body(self) -> bytes:
        """The body of its message."""
        return self.commit.message.partition(b"\n\n")[2]

    @property
    def fault_count(self) -> int:
        """How many faults it corrects, by the first sentence of its message."""
        sentence = self.body.partition(b"\n\n")[0]
        return sum(int(each) for each in re.findall(rb"\((\d+)\)", sentence))


def corrected_id(commit: Commit) -> str | None:
    """Give the id of the commit that ``commit`` corrects; None if it is no correction."""
    return _id_in_trailer(commit, CORRECTS_TRAILER)


def range_start_in(commit: Commit) -> str | None:
    """Give the id of the commit below the range that ``commit`` corrects; None without a range."""
    return _id_in_trailer(commit, _RANGE_START_TRAILER)


def _id_in_trailer(commit: Commit, key: str) -> str | None:
    found = re.search(rb"^%s: ([0-9a-f]{40,64})$" % key.encode(), commit.message, re.M)
    return found[1].decode() if found else None


def _has_newer_format(commit: Commit) -> bool:
    """Whether a newer hookkit made a correction in a format that this hookkit does not know."""
    found = re.search(rb"^%s: ([0-9]{1,9})$" % _FORMAT_TRAILER.encode(), commit.message, re.M)
    return found is not None and int(found[1]) > _KNOWN_FORMAT


def write_fixed_tree(git: Git, base: str | None, files: Sequence[FixedFile]) -> str:
    """Write the tree of commit ``base`` with the fixed files, and give its id."""
    objects = _fixed_tree(git, base, files)
    write_objects(git, objects)
    return object_id(git, objects[-1])


def _fixed_tree(git: Git, base: str | None, files: Sequence[FixedFile]) -> list[NewObject]:
    entries = (TreeEntry(each.path, each.mode, compute_blob_id(git, each.fixed)) for each in files)
    blobs = [NewObject("blob", each.fixed) for each in files]
    return blobs + new_trees(git, base, entries)


def fixup_subject(git: Git, commit: Commit, tip: str = "HEAD") -> bytes:
    """Give the subject by which ``git rebase --autosquash`` finds the corrected commit.

    ``fixup! `` is followed by the subject of the commit, or by its id if another commit below
    ``tip`` has the same subject. There is never a second ``fixup! ``.
    """
    unique = is_unique_subject(git, commit.decoded_bare_subject, tip)
    return b"fixup! " + (commit.bare_subject if unique else commit.id.encode())


def codes_with_counts(faults: Iterable[Fault]) -> str:
    """Give the codes of faults, each with its number: ``E231 (3), E401 (1)``."""
    counts = Counter(fault.code for fault in faults)
    return ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))


def _message(
    git: Git,
    commit: Commit,
    outcomes: Sequence[FileOutcome],
    range_start: str | None,
    tip: str = "HEAD",
) -> bytes:
    codes = codes_with_counts(fault for each in outcomes for fault in each.corrected)
    body = f"autopep8 corrected {codes}.\n\n{CORRECTS_TRAILER}: {commit.id}\n"
    body += f"{_RANGE_START_TRAILER}: {range_start}\n" if range_start else ""
    return fixup_subject(git, commit, tip) + b"\n\n" + body.encode()


def keep_correction(
    git: Git,
    commit: Commit,
    files: Sequence[FixedFile],
    outcomes: Sequence[FileOutcome],
    range_start: str | None = None,
) -> str:
    """Make the correction of ``commit``, keep it at its ref, and give its id.

    ``range_start`` is the id of the commit below the corrected range, None for a single commit. A
    kept correction with the same tree is not replaced. Raises HookkitError if a newer hookkit made
    the kept correction.
    """
    objects = _fixed_tree(git, commit.id, files)
    tree, ref = object_id(git, objects[-1]), CORRECTION_REFS + commit.id
    old = git.commit_object(ref)
    if old is not None:
        kept = _require_known_format(parse_commit(*old), commit)
        if kept.tree == tree:
            return kept.id
    message = _message(git, commit, outcomes, range_start)
    new = _write_correction(git, objects, commit, message)
    update_ref(git, ref, new, old[0] if old else git.null_id, f"correct {short_id(commit.id)}")
    return new


def write_partial_correction(
    git: Git,
    whole_correction: Correction,
    files: Sequence[FixedFile],
    outcomes: Sequence[FileOutcome],
    tip: str = "HEAD",
) -> Correction:
    """Make a correction with a part of another, for a branch at ``tip``; no ref points to it."""
    corrected, range_start = whole_correction.corrected, whole_correction.range_start
    message = _message(git, corrected, outcomes, range_start, tip)
    objects = _fixed_tree(git, corrected.id, files)
    correction_id = _write_correction(git, objects, corrected, message)
    return Correction(read_commit(git, correction_id), corrected)


def _write_correction(
    git: Git, objects: Sequence[NewObject], corrected: Commit, message: bytes
) -> str:
    """Write the objects of a correction (its tree last) and its commit; give the commit's id."""
    tree = object_id(git, objects[-1])
    commit = new_commit(git, tree, [corrected.id], message, corrected.encoding)
    if commit is None:
        write_objects(git, objects)
        return write_commit(git, tree, [corrected.id], message, corrected.encoding)
    write_objects(git, [*objects, commit])
    return object_id(git, commit)


def find_correction(git: Git, name: str | None) -> Correction:
    """Give the correction of the commit ``name``, or of HEAD.

    ``name`` may also be the correction itself, or a commit with a part of it. Raises HookkitError
    if there is no correction, or if a newer hookkit made it.
    """
    commit = read_commit(git, name or "HEAD")
    for corrected in (commit.id, corrected_id(commit)):
        correction_id = git.resolve(CORRECTION_REFS + corrected) if corrected else None
        if correction_id and corrected:
            commit = read_commit(git, corrected)
            return Correction(
                _require_known_format(read_commit(git, correction_id), commit), commit
            )
    raise HookkitError(
        f'there is no correction of {short_id(commit.id)} "{commit.decoded_subject}"',
        f"hookkit run {short_id(commit.id)}",
    )


def _require_known_format(correction: Commit, corrected: Commit) -> Commit:
    """Give ``correction``. Raises HookkitError if a newer hookkit made it in another format."""
    if _has_newer_format(correction):
        sentence = f"the correction of {short_id(corrected.id)} was made by a newer hookkit"
        raise HookkitError(sentence, "pip install --upgrade hookkit")
    return correction


def fixed_files(git: Git, correction: Correction) -> list[FixedFile]:
    """Read the files that differ between the corrected commit and its correction."""
    changes = changes_between_similar_trees(git, correction.corrected.tree, correction.commit.tree)
    contents = git.object_contents(
        [name for each in changes for name in (each.blob, *each.parent_blobs)]
    )
    return [
        FixedFile(each.path, each.mode, contents[each.parent_blobs[0]], contents[each.blob])
        for each in changes
    ]


def shrunk_baseline_files(git: Git, correction: Correction) -> list[FixedFile]:
    """Give the baseline of debt if the correction takes findings out of it, else no file."""
    trees = (correction.corrected.tree, correction.commit.tree)
    old, new = (tree_entries(git, each, [BASELINE_PATH]).get(BASELINE_PATH) for each in trees)
    if old is None or new is None or old == new or new.mode not in REGULAR_MODES:
        return []
    contents = git.object_contents([old.blob, new.blob])
    # Findings may only be removed if all of their corrections are placed.
    file = FixedFile(BASELINE_PATH, new.mode, contents[old.blob], contents[new.blob])
    return [file._replace(is_all_or_nothing=True)]


def is_correction_of(head: Commit, corrected: Commit) -> bool:
    """Whether a commit is a correction, or a part of one, directly on top of ``corrected``."""
    return corrected_id(head) == corrected.id and head.parents == (corrected.id,)


def is_squashable_into(git: Git, commit: str, files: Iterable[FixedFile]) -> bool:
    """Whether files can be squashed into a commit: if the commit itself changed all of them."""
    paths = {each.path for each in files} - {BASELINE_PATH}
    return paths <= {each.path for each in commit_changes(git, commit, [])}
