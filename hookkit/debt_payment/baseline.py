"""The baseline as it becomes smaller with each commit of a payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hookkit.corrections.outcome import FixedFile
from hookkit.debt.baseline import Baseline
from hookkit.debt.check import check_debt
from hookkit.debt.checked_files import CheckedFiles
from hookkit.debt.finding import Key, digest
from hookkit.debt.linting import Flake8Run
from hookkit.debt.tracked_files import python_names
from hookkit.debt_payment.groups import Group
from hookkit.git.runner import Git
from hookkit.pep8.lines import split
from hookkit.phrases import path_text


def repaid_keys(
    git: Git, baseline: Baseline, paths: Iterable[bytes], found: Flake8Run
) -> Counter[Key]:
    """Give the keys in the baseline of some files whose findings flake8 no longer reports.

    Where that is unknown (a file that does not parse, a missing plugin) none is given.
    """
    names = frozenset(map(path_text, paths))
    files = CheckedFiles("HEAD", names, python_names(git, "HEAD"), found, baseline)
    unknown = sum(check_debt(files).unknown.values(), Counter[Key]())
    looked_at = Counter({key: n for key, n in baseline.keys.items() if key.path in names})
    return looked_at - unknown - Counter(each.key for each in found.findings)


def repaid_by(
    groups: Sequence[Group], files: Mapping[bytes, FixedFile], repaid: Counter[Key]
) -> list[Counter[Key]]:
    """Give what each group repays, so that no key is removed before all of its findings are.

    A key of which no piece is known goes with the last commit that changes its file.
    """
    last: dict[Key, int] = {}
    of_path: dict[str, int] = {}
    for number, group in enumerate(groups):
        for piece in group.pieces:
            name, lines = path_text(piece.path), split(files[piece.path].base)
            of_path[name] = number
            for fault in piece.faults:
                line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else b""
                last[Key(name, fault.code, digest(line))] = number
    found = [Counter[Key]() for _ in groups]
    for key, count in repaid.items():
        found[last.get(key, of_path.get(key.path, len(groups) - 1))][key] += count
    return found
