"""Time-limited patterns: regular expressions of settings, matched within a limit of CPU time.

``re`` backtracks, so that a pattern such as ``([A-Za-z]+)+-[0-9]+`` takes for ever on a few dozen
letters. ``re`` checks for signals during a match (``MAYBE_CHECK_SIGNALS`` in sre_lib.h), so an
interval timer of the process ends the match. Windows has no such timer, and Python handles signals
only in the main thread: on Windows and in other threads only lengths are limited.
"""

from __future__ import annotations

import re
import signal
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from hookkit.errors import WrongUsage
from hookkit.settings.raw_setting import SettingText

MAX_PATTERN_LENGTH = 1_000
"""Maximum number of characters of a pattern."""

MAX_TEXT_LENGTH = 1_000
"""Maximum number of characters of a text that are matched; the rest is not read."""

MATCH_TIME_LIMIT = 0.5
"""Seconds of CPU time that a pattern may take for one match."""

TIME_PER_MATCH = 0.001
"""Seconds of CPU time that each of many matches may take on average."""

Result = TypeVar("Result")


class SlowPattern(WrongUsage):
    """A pattern takes too long."""

    def __init__(self, patterns: Sequence[str], text: str) -> None:
        """Take the patterns that the expression was built from, and the text that was matched.

        ``text`` is "" if the time limit ended the compilation, and not a match.
        """
        first_pattern = patterns[0]
        descriptions = [
            each.description if isinstance(each, SettingText) else f'"{each}"' for each in patterns
        ]
        purpose = f' to match "{text[:40]}{"…" if len(text) > 40 else ""}"' if text else ""
        repair = first_pattern.repair if isinstance(first_pattern, SettingText) else None
        super().__init__(
            f"{' and '.join(descriptions)}: that takes too long{purpose}; allowed: a pattern"
            " without a repetition in a repetition, such as (a+)+",
            repair or "hookkit config",
        )


class _TimedOut(Exception):
    """The time is over."""


def _time_out(*_: object) -> None:
    raise _TimedOut


HAS_TIMER = hasattr(signal, "setitimer")
"""Whether the system has the timer that ends a match."""


def _is_in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@cache
def _install_timer_handler() -> None:
    """Install the signal handler that raises _TimedOut; nothing else in hookkit uses SIGVTALRM."""
    signal.signal(signal.SIGVTALRM, _time_out)


class _Timer:
    """Raises _TimedOut in its body after ``seconds`` of CPU time, if the timer can be used."""

    # contextlib.contextmanager and a new handler each time took two thirds of the time of a match.
    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        if HAS_TIMER and _is_in_main_thread():
            _install_timer_handler()
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        if HAS_TIMER and _is_in_main_thread():
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)


class TimeLimitedPattern:
    """A compiled pattern with methods like those of ``re``, which raise SlowPattern.

    The time limit is for all matches of the pattern together, so that many slow matches are stopped
    as well as a single one: it starts at MATCH_TIME_LIMIT, and each match adds TIME_PER_MATCH.
    """

    def __init__(self, expression: str, patterns: Sequence[str]) -> None:
        """Compile ``expression``, which was built from the ``patterns`` of settings.

        Raises what ``re.compile`` raises, and SlowPattern.
        """
        self._patterns = patterns
        self._remaining = MATCH_TIME_LIMIT
        self._compiled = self._run_limited(lambda: _compile(expression), "")

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match all of ``text``; None for a text longer than MAX_TEXT_LENGTH."""
        if len(text) > MAX_TEXT_LENGTH:
            return None
        return self._run_limited(lambda: self._compiled.fullmatch(text), text)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first match in the first MAX_TEXT_LENGTH characters."""
        return self._run_limited(lambda: self._compiled.search(text, 0, MAX_TEXT_LENGTH), text)

    def find_all(self, text: str) -> list[re.Match[str]]:
        """Find all matches in the first MAX_TEXT_LENGTH characters."""
        return self._run_limited(lambda: [*self._compiled.finditer(text, 0, MAX_TEXT_LENGTH)], text)

    def _run_limited(self, action: Callable[[], Result], text: str) -> Result:
        begin = time.process_time()
        try:
            if self._remaining <= 0:
                raise _TimedOut
            with _Timer(self._remaining):
                return action()
        except _TimedOut:
            self._remaining = 0
            raise SlowPattern(self._patterns, text) from None
        finally:
            if self._remaining > 0:
                remaining = self._remaining - (time.process_time() - begin) + TIME_PER_MATCH
                self._remaining = min(MATCH_TIME_LIMIT, remaining)


class BuiltInPattern(TimeLimitedPattern):
    """A pattern that is part of hookkit and known to be fast: it is matched without a timer."""

    def _run_limited(self, action: Callable[[], Result], text: str) -> Result:
        return action()

    def find_all(self, text: str) -> list[re.Match[str]]:
        """Find all matches as ``TimeLimitedPattern`` does."""
        return [*self._compiled.finditer(text, 0, MAX_TEXT_LENGTH)]


def _compile(expression: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(expression)
