"""A check of many hunks by their logical lines gives what a check of all of them gives."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from hookkit.pep8.cached_program_check import MAX_UNCACHED_HUNKS, cached_program_check
from hookkit.pep8.hunks import Hunk, apply_hunks
from hookkit.pep8.program_difference import program_difference

BODY = """\
        a=1
        b = [1,
            2]
        # c
        if a :
            d('e' )
        f(g,
              h)
        '''i
        j'''
        k = 1 # noqa
        x = y
""".splitlines(keepends=True)
CHANGES: dict[str, list[str]] = {
    "        a=1\n": ["        a = 1\n", "        a = 2\n", "        a =\n", "    a = 1\n"],
    "            2]\n": ["             2]\n", "             2, 3]\n", "]\n"],
    "        # c\n": ["        #c\n", "    # c\n", "        # d\n"],
    "        if a :\n": ["        if a:\n", "        if b:\n", "        if a: pass\n"],
    "            d('e' )\n": ["            d('e')\n", "            d('f')\n", "        d('e')\n"],
    "              h)\n": ["          h)\n", "          h, )\n", "          i)\n"],
    "        j'''\n": ["        l'''\n"],
    "        k = 1 # noqa\n": ["        k = 1  # noqa\n", "        k = 1\n"],
    "        x = y\n": ["        x = (y)\n", "        x = y \n", "        (x) = z\n"],
}


def program(chance: random.Random) -> tuple[list[bytes], list[Hunk]]:
    """A class of some methods, and a hunk for most of its lines."""
    lines = ["class A:\n"]
    hunks = []
    for number in range(6):
        lines.append(f"    def f{number}(self):\n")
        for line in BODY:
            at = len(lines)
            if line in CHANGES and chance.random() < 0.8:
                new = chance.choice(CHANGES[line])
                hunks.append(Hunk(at, at + 1, (new.encode(),)))
                if chance.random() < 0.1:
                    hunks[-1] = Hunk(at, at + 1, (new.encode(), b"\n"))
            lines.append(line)
    return [line.encode() for line in lines], hunks


@pytest.mark.parametrize("seed", range(4))
def test_the_same_hunks_keep_the_program(seed: int) -> None:
    chance = random.Random(seed)
    lines, hunks = program(chance)
    assert len(hunks) > MAX_UNCACHED_HUNKS

    def check(some: Sequence[Hunk]) -> str | None:
        before, after = b"".join(lines), b"".join(apply_hunks(lines, some))
        return program_difference(before.decode(), after.decode())

    cached = cached_program_check(lines, hunks, check)
    good = [hunk for hunk in hunks if check([hunk]) is None]
    for _ in range(25):
        some = [hunk for hunk in good if chance.random() < 0.9]
        some += [chance.choice(hunks)] if chance.random() < 0.5 else []
        some = sorted(set(some), key=lambda hunk: hunk.start)
        assert (cached(some) is None) == (check(some) is None)
    for hunk in hunks:
        assert cached([hunk]) == check([hunk])


def test_nothing_is_asked_twice() -> None:
    lines, hunks = program(random.Random(9))
    asked: list[tuple[Hunk, ...]] = []

    def check(some: Sequence[Hunk]) -> str | None:
        asked.append(tuple(some))
        return None

    cached = cached_program_check(lines, hunks, check)
    for _ in range(20):
        for hunk in hunks:
            cached([hunk])
        cached(hunks)
    assert len(asked) == len(set(asked)) < len(hunks)


def test_few_hunks_are_asked_together() -> None:
    def check(some: Sequence[Hunk]) -> str | None:
        return None

    assert cached_program_check([b"x=1\n"], [Hunk(0, 1, (b"x = 1\n",))], check) is check
