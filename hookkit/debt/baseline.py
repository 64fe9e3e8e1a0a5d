"""The text of a baseline, one sorted line for each finding, and the merge of two baselines.

The text is JSON without totals, dates and line numbers: a value that changes with each repaid
finding would conflict in every merge. The last line is an empty list, so that every line of a
finding ends with a comma and removing the last finding changes no other line.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import reduce
from operator import or_

from hookkit.debt.finding import DIGEST_LENGTH, FindingKey
from hookkit.errors import WrongUsage
from hookkit.named_tuple import NamedTuple

FORMAT_VERSION = 1
_FORMAT_NAME = "hookkit debt"
_CONFLICT_MARKERS = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")


class Baseline(NamedTuple):
    """The keys of the accepted findings, each with how many findings it stands for.

    ``has_conflict`` is True if the text has conflict markers of a merge. Within a conflict the keys
    of all sides are counted, each as often as the side that has most of it.
    """

    keys: Counter[FindingKey]
    has_conflict: bool = False


class DamagedBaseline(WrongUsage):
    """A text that is no baseline or not a whole one; the caller knows the repair."""


def format_baseline(keys: Counter[FindingKey], previous_data: bytes = b"") -> bytes:
    """Give the text of a baseline, with the line endings of ``previous_data``.

    The same keys give the same bytes.
    """
    lines = sorted(json.dumps(list(key), separators=(",", ":")) for key in keys.elements())
    first_line = json.dumps([_FORMAT_NAME, FORMAT_VERSION], separators=(",", ":"))
    line_end = "\r\n" if b"\r\n" in previous_data else "\n"  # as git writes them with core.autocrlf
    return "".join(
        [f"[{first_line},{line_end}", *(f"{line},{line_end}" for line in lines), f"[]]{line_end}"]
    ).encode()


def parse_baseline(data: bytes, label: str) -> Baseline:
    """Parse the text of a baseline; ``label`` is its name in messages.

    A merge conflict is no error: if one side removed a finding and the other kept it, the check of
    the code itself decides. Raises DamagedBaseline if a line does not belong to a baseline, and
    WrongUsage if a newer hookkit wrote the text.
    """
    lines = data.decode("utf-8", "replace").splitlines()
    keys, has_conflict = Counter[FindingKey](), False
    sides: list[Counter[FindingKey]] = []  # the sides of the conflict that is being read
    for line_number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT_MARKERS):
            has_conflict = True
            sides.append(Counter())
            if line.startswith(_CONFLICT_MARKERS[-1]):
                keys += reduce(or_, sides)
                sides = []
        elif line_number == 1 or line.startswith(f'[["{_FORMAT_NAME}"'):
            _require_first_line(line, label)
        elif line != "[]]":
            (sides[-1] if sides else keys)[_parse_key(line, f"{label}:{line_number}")] += 1
    if not lines or (lines[-1] != "[]]" and not has_conflict):
        raise _damaged(f"{label}:{len(lines)}", "its last line is missing")
    return Baseline(reduce(or_, sides, Counter()) + keys, has_conflict)


def _require_first_line(line: str, label: str) -> None:
    if line.startswith(f'[["{_FORMAT_NAME}",') and line != f'[["{_FORMAT_NAME}",{FORMAT_VERSION}],':
        sentence = f"{label} was written by a newer hookkit: {line.strip('[],')}"
        raise WrongUsage(sentence, "pip install --upgrade hookkit")
    if line != f'[["{_FORMAT_NAME}",{FORMAT_VERSION}],':
        raise _damaged(f"{label}:1", "this is not the first line of a baseline")


def _parse_key(line: str, label: str) -> FindingKey:
    try:
        fields = json.loads(line.removesuffix(","))
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, list) or [type(each) for each in fields] != [str] * 3:
        raise _damaged(label, "this is no line of a baseline")
    key = FindingKey(*fields)
    if len(key.digest) != DIGEST_LENGTH:
        raise _damaged(label, f"{key.digest!r} is no digest of a line")
    return key


def _damaged(label: str, reason: str) -> DamagedBaseline:
    return DamagedBaseline(f"the baseline is damaged at {label}: {reason}")


def merge_keys(
    base: Counter[FindingKey], ours: Counter[FindingKey], theirs: Counter[FindingKey]
) -> Counter[FindingKey]:
    """Merge the keys of a baseline: keep the keys that both sides still have, and add new keys.

    How often a key is there is merged as git merges a run of equal lines: if one side has not
    changed it, the other side decides; if both changed it in the same direction, the larger change
    counts once.
    """
    counts = {
        key: _merge_counts(base[key], ours[key], theirs[key])
        for key in base.keys() | ours.keys() | theirs.keys()
    }
    return Counter({key: count for key, count in counts.items() if count})


def _merge_counts(base: int, ours: int, theirs: int) -> int:
    if max(ours, theirs) <= base:
        return min(ours, theirs)
    if min(ours, theirs) >= base:
        return max(ours, theirs)
    return ours + theirs - base
