"""Unknown versions of the libraries: these do all the work themselves, with the same result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import autopep8
import pycodestyle
import pytest

from hookkit.pep8 import autopep8_options_and_errors, check_text, installed_checks_and_fixers
from hookkit.pep8.check_logical_lines import has_known_checks
from hookkit.pep8.fix_text import fix_like_autopep8_command, fix_without
from hookkit.pep8.fixable_faults import fixable_faults, has_nothing_to_reindent
from hookkit.settings.autopep8.options import Pep8Options

OPTIONS = Pep8Options()

LIBRARIES = [
    pytest.param(autopep8, id="autopep8"),
    pytest.param(pycodestyle, id="pycodestyle"),
]

TEXT = """\
import os, sys
def f( a,b ):
  x=[1,
   2]   # noqa
  y = 1 #z
  '''a
\tb  '''
                  # far to the right
  return x ;
class C :

    # fmt: off
    z=1
    # fmt: on


    z=2
"""

BROKEN = "x = (1,\n"

CACHED = [
    *(
        installed_checks_and_fixers.has_known_versions,
        installed_checks_and_fixers.pycodestyle_checks,
        installed_checks_and_fixers.codes_with_fixer,
        has_known_checks,
    ),
    *(check_text._results_of_all_checks, check_text.selected_checks),
    *(autopep8_options_and_errors._fixer_options, autopep8_options_and_errors.make_check_options),
]


def forget() -> None:
    """Forget what was found with the versions that are known."""
    for each in CACHED:
        each.cache_clear()


@pytest.fixture(autouse=True)
def known_again() -> Iterator[None]:
    """Let the tests that follow find the versions that are there."""
    yield
    forget()


def make_unknown(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a library a version that was not read."""
    monkeypatch.setattr(library, "__version__", "99.0")
    forget()
    assert not installed_checks_and_fixers.has_known_versions()


def all_of(text: str, without: tuple[str, ...]) -> tuple[object, ...]:
    """What is found in a text, and what comes of its fixes."""
    return (
        fixable_faults(text, OPTIONS),
        fix_without(without, text, OPTIONS),
        fix_like_autopep8_command(text, OPTIONS),
        has_nothing_to_reindent(text, OPTIONS),
        installed_checks_and_fixers.codes_with_fixer(),
    )


@pytest.mark.parametrize("without", [(), ("E262",), ("E261", "E701")])
@pytest.mark.parametrize("text", [TEXT, BROKEN, "", "x = 1\n"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_same_comes_of_it(
    library: Any, text: str, without: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = all_of(text, without)
    make_unknown(library, monkeypatch)
    assert all_of(text, without) == expected


@pytest.mark.parametrize("library", LIBRARIES)
def test_its_checks_are_not_looked_for(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_unknown(library, monkeypatch)
    monkeypatch.delattr("hookkit.pep8.check_logical_lines.pycodestyle_checks")
    assert not has_known_checks()


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_step_is_their_own(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_unknown(library, monkeypatch)
    called: set[str] = set()

    def watch(owner: Any, name: str) -> None:
        own = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            called.add(name)
            return own(*args, **kwargs)

        monkeypatch.setattr(owner, name, watched)

    steps = {
        "check_all": pycodestyle.Checker,
        "filter_results": autopep8,
        "apply_global_fixes": autopep8,
        "_fix_source": autopep8.FixPEP8,
        "parse_args": autopep8,
    }
    for name, owner in steps.items():
        watch(owner, name)
    autopep8_options_and_errors._parsed_options.cache_clear()
    fix_without((), TEXT, OPTIONS)
    assert called == steps.keys()
