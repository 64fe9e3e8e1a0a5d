"""Many hunks are told apart by their logical lines, with what a judge of all of them says."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from hookkit.pep8.hunk_search import MANY, judge_of
from hookkit.pep8.hunks import Hunk, apply
from hookkit.pep8.safety import program_difference

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
    assert len(hunks) > MANY

    def judge(some: Sequence[Hunk]) -> str | None:
        before, after = b"".join(lines), b"".join(apply(lines, some))
        return program_difference(before.decode(), after.decode())

    told = judge_of(lines, hunks, judge)
    good = [hunk for hunk in hunks if judge([hunk]) is None]
    for _ in range(25):
        some = [hunk for hunk in good if chance.random() < 0.9]
        some += [chance.choice(hunks)] if chance.random() < 0.5 else []
        some = sorted(set(some), key=lambda hunk: hunk.start)
        assert (told(some) is None) == (judge(some) is None)
    for hunk in hunks:
        assert told([hunk]) == judge([hunk])


def test_nothing_is_asked_twice() -> None:
    lines, hunks = program(random.Random(9))
    asked: list[tuple[Hunk, ...]] = []

    def judge(some: Sequence[Hunk]) -> str | None:
        asked.append(tuple(some))
        return None

    told = judge_of(lines, hunks, judge)
    for _ in range(20):
        for hunk in hunks:
            told([hunk])
        told(hunks)
    assert len(asked) == len(set(asked)) < len(hunks)


def test_few_hunks_are_asked_together() -> None:
    def judge(some: Sequence[Hunk]) -> str | None:
        return None

    assert judge_of([b"x=1\n"], [Hunk(0, 1, (b"x = 1\n",))], judge) is judge
