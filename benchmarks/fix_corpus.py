"""Fix many real files in memory and look for violations: changes that a fix must never make.

    python -m benchmarks.fix_corpus [--sample 300] [--aggressive 2] [--needless] [FOLDER ...]

Without a folder the running Python's own library is read. No file is written. The checks share no
code with ``hookkit.pep8``: the syntax tree, the comments, the form feeds, the line ends, the faults
that are reported as corrected, and what a second run makes of the result. With ``--needless``
autopep8 runs for each fault that is left, alone on its line; where that passes these checks, the
fault was withheld without need. The exit status is 1 if there is any violation.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import random
import re
import sys
import sysconfig
import time
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import autopep8
import pycodestyle

from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.fixable_faults import fixable_faults
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

LIMIT = 60.0
"""Time limit for one file in seconds."""

MAX_TRIED = 20
"""At most so many faults of one code in one file are fixed one by one."""

SIGN = re.compile(r"#[:!|%@?^#]")
"""The beginnings of comments that tools read, before which no space may be added."""

DIRECTIVE = re.compile(r"#.*\b(noqa|type:|nosec|pragma|pylint|fmt:|NOLINT|mypy:|isort:)")


@dataclass(frozen=True)
class Examined:
    """The result for one file; ``violations`` is empty if there are none."""

    path: Path
    lines: int
    seconds: float
    changed: bool
    corrected: int
    withheld: Counter[str]
    skipped: str | None
    violations: tuple[str, ...] = ()
    second_run: tuple[str, ...] = field(default=())
    needless: Counter[str] = field(default_factory=Counter)


def tree(data: bytes) -> str:
    """The syntax tree as text, with each ``import a, b`` written as two statements."""
    module = ast.parse(data)
    for node in ast.walk(module):
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(node, name, [one for each in value for one in single_imports(each)])
    return ast.dump(module)


def single_imports(node: object) -> list[object]:
    """One import for each name that an import has."""
    if isinstance(node, ast.Import):
        return [ast.Import(names=[name]) for name in node.names]
    return [node]


def comments(data: bytes) -> Iterator[tuple[str, str]]:
    """Each comment without blanks; one that speaks of its line also with the code of its line."""
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        if token.type == tokenize.COMMENT:
            text, line = token.string, token.line.splitlines()
            code = line[0][: token.start[1]] if len(line) == 1 else ""
            is_of_line = DIRECTIVE.search(text) is not None
            kept = f"sign {text}" if SIGN.match(text) else re.sub(r"\s", "", text)
            yield kept, re.sub(r"[\s;]", "", code) if is_of_line else ""


def form_feeds(data: bytes) -> list[int]:
    """For each form feed how many signs of code are before it, but those that fixes add or drop."""
    text = data.decode("latin-1")
    code = (text[: at.start()] for at in re.finditer("\f", text))
    return [len(re.sub(r"[\s;(),\\]|import", "", each)) for each in code]


def kept_bytes(before: bytes, after: bytes) -> bool:
    """Whether each unchanged line keeps its line end, and the file its byte order mark."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    plain = [[line.rstrip(b"\r\n") for line in lines] for lines in (old, new)]
    blocks = SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_matching_blocks()
    same = all(
        old[block.a + i] == new[block.b + i] or block.a + i == len(old) - 1
        for block in blocks
        for i in range(block.size)
    )
    return same and before[:3] == after[:3] or not before.startswith(b"\xef\xbb\xbf") and same


def faults(data: bytes) -> Counter[str]:
    """How many faults of each code pycodestyle finds, all codes switched on."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    lines = io.StringIO(data.decode(encoding), newline=None).readlines()
    style = pycodestyle.StyleGuide(select=["E", "W"], quiet=3)
    checker = pycodestyle.Checker("", lines=lines, options=style.options)
    checker.check_all()
    return Counter(checker.report.counters)


def violations(task: FixTask, fixed: FileFix) -> Iterator[str]:
    """All violations of one file's fix."""
    if fixed.outcome.left_alone_reason is not None or fixed.data == task.data:
        if fixed.data != task.data:
            yield "a file that was left alone has changed"
        return
    try:
        same = tree(task.data) == tree(fixed.data)
    except SyntaxError as error:
        yield f"does not parse any more: {error}"
        return
    if not same:
        yield "another program"
    if list(comments(task.data)) != list(comments(fixed.data)):
        yield "other comments"
    if form_feeds(task.data) != form_feeds(fixed.data):
        yield "form feeds elsewhere"
    if not kept_bytes(task.data, fixed.data):
        yield "another line end, or mark, at a line that was not fixed"
    yield from false_claims(task, fixed)


def false_claims(task: FixTask, fixed: FileFix) -> Iterator[str]:
    """Faults that are reported as corrected and are not, and reports without a code or a reason."""
    claimed = Counter(each.code for each in fixed.outcome.corrected if each.code != "layout")
    if not fixed.outcome.corrected:
        yield "changed without a word"
    if claimed:
        before, after = faults(task.data), faults(fixed.data)
        for code, count in claimed.items():
            if before[code] - after[code] < count:
                yield f"{code}: {count} reported as corrected, {before[code] - after[code]} gone"
    for each in fixed.outcome.withheld:
        if not each.reason:
            yield f"line {each.first}: withheld without a reason"


def needless(data: bytes, options: Pep8Options) -> Counter[str]:
    """The codes of the faults that autopep8 corrects harmlessly when it runs for each alone."""
    text = data.decode()
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    left = fixable_faults(text, options)
    for fault in left:
        tried[fault.code] += 1
        if tried[fault.code] > MAX_TRIED:
            continue
        alone = {"select": [fault.code], "line_range": [fault.line, fault.line]}
        result = str(autopep8.fix_code(text, options=alone))
        count = sum(each.code == fault.code for each in fixable_faults(result, options))
        if count < sum(each.code == fault.code for each in left) and is_harmless(text, result):
            found[fault.code] += 1
    return found


def is_harmless(before: str, after: str) -> bool:
    """Whether a fix keeps the program, its comments and its form feeds."""
    old, new = before.encode(), after.encode()
    try:
        same = tree(old) == tree(new) and list(comments(old)) == list(comments(new))
    except (SyntaxError, tokenize.TokenError):
        return False
    return same and form_feeds(old) == form_feeds(new)


def is_plain(data: bytes) -> bool:
    """Whether a file is one that autopep8 can be given as text."""
    try:
        return b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and bool(data.decode())
    except UnicodeDecodeError:
        return False


def examine(path: Path, options: Pep8Options, with_needless: bool = False) -> Examined:
    """Fix one file twice and give the violations, and with ``with_needless`` needless refusals."""
    task = FixTask(os.fsencode(path), path.read_bytes(), options, "strict")
    begin = time.process_time()
    fixed = fix_within_limits(task, Limits(LIMIT))
    seconds = time.process_time() - begin
    second = fix_within_limits(task._replace(data=fixed.data), Limits(LIMIT))
    second_run = tuple(sorted({each.code for each in second.outcome.corrected}))
    codes = Counter(
        f"{'+'.join(each.codes) or 'no code'} ({each.reason})" for each in fixed.outcome.withheld
    )
    return Examined(
        path,
        len(task.data.splitlines()),
        seconds,
        fixed.data != task.data,
        len(fixed.outcome.corrected),
        codes,
        fixed.outcome.left_alone_reason,
        tuple(violations(task, fixed)),
        second_run if second.data != fixed.data else (),
        (
            needless(fixed.data, options)
            if with_needless and fixed.outcome.left_alone_reason is None and is_plain(fixed.data)
            else Counter()
        ),
    )


def report(found: Sequence[Examined]) -> None:
    """Print the numbers."""
    lines, seconds = sum(each.lines for each in found), sum(each.seconds for each in found)
    speeds = sorted(each.lines / max(each.seconds, 1e-6) for each in found if each.lines)
    changed = sum(each.changed for each in found)
    corrected = sum(each.corrected for each in found)
    print(
        f"{len(found)} files, {lines:,} lines, {seconds:.0f} s CPU: {lines / seconds:,.0f} lines/s"
    )
    print(f"median {speeds[len(speeds) // 2]:,.0f}, slowest {speeds[0]:,.0f} lines/s")
    print(f"{changed} changed, {corrected:,} faults corrected")
    print(f"{sum(bool(each.second_run) for each in found)} differ on a second run")
    print(f"{sum(bool(each.violations) for each in found)} with violations")
    count = sum(sum(each.needless.values()) for each in found)
    print(
        f"{corrected / max(corrected + count, 1):.3%} of the harmless fixes are made;",
        "withheld of them:",
    )
    for what, number in sum((each.needless for each in found), Counter[str]()).most_common():
        print(f"  {number:5} {what}")
    print("left alone:")
    for reason, count in Counter(shortened(each.skipped) for each in found).most_common(8):
        if reason:
            print(f"  {count:5} {reason}")
    print("withheld:")
    withheld = sum((each.withheld for each in found), Counter[str]())
    for what, count in withheld.most_common(40):
        print(f"  {count:5} {what}")


def shortened(reason: str | None) -> str:
    """A reason without its place."""
    return re.sub(r"line \d+: .*|\(.*", "", reason or "")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", metavar="FOLDER", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, help="so many files, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--aggressive", type=int, default=0, help="how many times -a")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--needless", action="store_true", help="try each fault that is left")
    return parser.parse_args()


def main() -> int:
    """Examine the files and give the exit status."""
    parsed = arguments()
    folders = parsed.folders or [Path(sysconfig.get_path("stdlib"))]
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    if not parsed.folders:
        paths = [path for path in paths if "site-packages" not in path.parts]
    if parsed.sample:
        paths = random.Random(parsed.seed).sample(paths, min(parsed.sample, len(paths)))
    plain = Pep8Options(ignore=UNCONFIGURED_IGNORE)
    options = Pep8Options(aggressive=parsed.aggressive) if parsed.aggressive else plain
    examining = partial(examine, options=options, with_needless=parsed.needless)
    found: list[Examined] = []
    with ProcessPoolExecutor(parsed.jobs) as pool:
        for each in pool.map(examining, paths):
            found.append(each)
            for problem in each.violations:
                print(f"{each.path}: {problem}", flush=True)
            if each.second_run:
                print(f"{each.path}: again {' '.join(each.second_run)}", flush=True)
    report(found)
    return int(any(each.violations for each in found))


if __name__ == "__main__":
    sys.exit(main())
