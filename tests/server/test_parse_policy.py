"""The text of a policy: what its entries say, and every mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest

from hookkit.errors import WrongUsage
from hookkit.server.parse_policy import parse_policy, require_valid_setting_values
from hookkit.server.policy import (
    Journal,
    Policy,
    RepositoryName,
    overridden_entries,
    repository_policy,
    unreachable_patterns,
    without_git_suffix,
)
from hookkit.settings.raw_setting import RawSetting

PLACE = "/etc/hookkit/policy.toml"
TODAY = date(2026, 6, 1)

TEXT = """\
root = "/srv/git"

[journal]
file = "/var/log/hookkit/pushes.jsonl"
keep = 3

[[exception]]
repositories = "web/shop"
until = 2026-06-01
reason = "the old history comes in"
checks.history = "warn"

[[policy]]
repositories = "*"
protected = ["main"]
checks.history = "refuse"

[[policy]]
repositories = ["web/*", "/else/x.git"]
max-bytes = 7
[policy.checks]
history = "refuse"
ticket = "refuse"
"""


def parsed(text: str) -> Policy:
    """The policy of a text, all of whose values are right."""
    policy = parse_policy(text.encode(), PLACE)
    require_valid_setting_values(policy)
    return policy


def written(settings: tuple[RawSetting, ...]) -> list[tuple[str, object, str]]:
    """Each setting with its value and its place."""
    return [(each.key, each.value, each.source.origin) for each in settings]


def named(name: str) -> RepositoryName:
    """A repository below the root of TEXT."""
    return RepositoryName(name, f"/srv/git/{name}.git")


def test_a_later_entry_and_then_an_exception_have_the_last_word() -> None:
    found = repository_policy(parsed(TEXT), named("web/shop"), TODAY)
    assert written(found.settings) == [
        ("protected", ["main"], f"{PLACE} [policy *], line 15"),
        ("checks", {"history": "refuse"}, f"{PLACE} [policy *], line 16"),
        ("max_bytes", 7, f"{PLACE} [policy web/*, /else/x.git], line 20"),
        (
            "checks",
            {"history": "refuse", "ticket": "refuse"},
            f"{PLACE} [policy web/*, /else/x.git], line 21",
        ),
        ("checks", {"history": "warn"}, f"{PLACE} [exception web/shop], line 11"),
    ]
    assert found.journal == Journal("/var/log/hookkit/pushes.jsonl", 10_000_000, 3)
    assert found.notes == ["an exception holds until 2026-06-01: the old history comes in"]


def test_an_exception_no_longer_holds_on_the_day_after_its_last_one() -> None:
    found = repository_policy(parsed(TEXT), named("web/shop"), date(2026, 6, 2))
    assert [each.source.origin for each in found.settings][-1].endswith("line 21")
    assert found.notes == ["an exception ended on 2026-06-01: the old history comes in"]
    assert (found.exceptions, len(found.ended_exceptions)) == ((), 1)


@pytest.mark.parametrize(
    ("pattern", "name", "path", "fits"),
    [
        ("*", "web/shop", "/srv/git/web/shop", True),
        ("web/*", "web/shop", "/srv/git/web/shop", True),
        ("web/*", "web/a/b", "/srv/git/web/a/b", True),
        ("web/*", "webs/a", "/srv/git/webs/a", False),
        ("web/shop", "web/shop", "/srv/git/web/shop", True),
        ("web/shop.git", "web/shop", "/srv/git/web/shop", True),
        ("Web/shop", "web/shop", "/srv/git/web/shop", False),
        ("/srv/git/web/*", "web/shop", "/srv/git/web/shop", True),
        ("/srv/*.git", "web/shop", "/srv/git/web/shop", True),
        ("/web/*", "web/shop", "/srv/git/web/shop", False),
        ("web/sho[pq]", "web/shop", "/srv/git/web/shop", True),
    ],
)
def test_a_pattern_is_of_a_name_or_with_a_slash_of_a_whole_path(
    pattern: str, name: str, path: str, fits: bool
) -> None:
    policy = parsed(f"[[policy]]\nrepositories = '{pattern}'\n")
    assert policy.entries[0].applies_to(RepositoryName(name, path)) == fits


def test_names_are_without_the_ending_of_git() -> None:
    paths = ["/srv/shop.git", "/srv/shop/.git", "/srv/shop", "/srv/.github"]
    assert [*map(without_git_suffix, paths)] == ["/srv/shop"] * 3 + ["/srv/.github"]


def test_patterns_that_fit_nothing_without_a_root_are_found() -> None:
    text = "[[policy]]\nrepositories = ['web/*', '/srv/*', '*', '*/shop']\n"
    assert unreachable_patterns(parsed(text)) == ["web/*"]
    for line in ("root = '/srv'\n", "name_variable = 'GL_REPO'\n"):
        assert unreachable_patterns(parsed(line + text)) == []


@pytest.mark.parametrize(
    ("first", "second", "is_silent"),
    [
        ("'web/*'\nmode = 'fixup'", "'*'\nmode = 'propose'", True),
        ("'web/shop.git'\nmode = 'fixup'", "['db/*', 'web/*']\nmode = 'propose'", True),
        ("['web/a', 'db/a']\nmode = 'fixup'", "'web/*'\nmode = 'propose'", False),
        ("'*'\nmode = 'fixup'", "'web/*'\nmode = 'propose'", False),
        ("'web/*'\nmode = 'fixup'", "'web/?'\nmode = 'propose'", False),
        ("'web/*'\nmode = 'fixup'", "'web/[!a]'\nmode = 'propose'", False),
        ("'w[eb]'\nmode = 'fixup'", "'w*b*'\nmode = 'propose'", False),
        ("'/srv/git/a'\nmode = 'fixup'", "'*/a'\nmode = 'propose'", False),
        ("'/srv/git/a'\nmode = 'fixup'", "'*'\nmode = 'propose'", True),
        ("'w[eb]'\nmode = 'fixup'", "'w[eb]'\nmode = 'propose'", True),
        ("'web/*'\nmode = 'fixup'\nquiet = true", "'*'\nmode = 'propose'", False),
        ("'web/*'\nchecks.debt = 'off'", "'*'\nchecks.ticket = 'off'", False),
        ("'web/*'\nchecks.debt = 'off'", "'*'\n[policy.checks]\ndebt = 'warn'", True),
    ],
)
def test_an_entry_that_never_has_a_say_is_found(first: str, second: str, is_silent: bool) -> None:
    text = f"[[policy]]\nrepositories = {first}\n[[policy]]\nrepositories = {second}\n"
    policy = parsed(text)
    assert overridden_entries(policy) == ([policy.entries] if is_silent else [])


ALL = "[[policy]]\nrepositories = '*'\n"
UNTIL = "[[exception]]\nrepositories = '*'\n"

NONE = '[[policy]] has no repositories = "web/*"'

WRONG = {
    "rot = '/x'": ("unknown key rot in PLACE; did you mean root?", 1),
    "root = 5": ("root is 5 in PLACE; allowed: an absolute path", 1),
    "root = 'srv'": ('root is "srv" in PLACE; allowed: an absolute path', 1),
    "name_variable = 'X'": (
        'name_variable is "X" in PLACE; allowed: GL_PROJECT_PATH or GL_REPO',
        1,
    ),
    "x = ": ("no valid TOML in PLACE, line 1; Invalid value (at end of document)", 1),
    "journal = 3": ("journal must be a table with its file in PLACE", 1),
    "\n[journal]\nfil = '/x'": ("unknown key journal.fil in PLACE; did you mean file?", 2),
    "[journal]": ("journal.file in PLACE must be an absolute path", 1),
    "[journal]\nfile = 'x'": ("journal.file in PLACE must be an absolute path", 1),
    "[journal]\nfile = '/x'\nkeep = true": (
        "the journal in PLACE has a wrong size; allowed: max_bytes of 1000 or more, keep of 1 or"
        " more",
        1,
    ),
    "[journal]\nfile = '/x'\nmax_bytes = 10": ("the journal in PLACE has a wrong size; ", 1),
    "[policy]\nx = 1": ("policy in PLACE must be tables that begin with [[policy]]", 1),
    "[[policy]]\nrepositoris = '*'": (f"{NONE} in PLACE, line 1", 1),
    "[[policy]]\nrepositories = []": (f"{NONE} in PLACE, line 2", 2),
    "[[policy]]\nrepositories = ['a', 'b[']": (
        '"b[" is no pattern of repositories, such as "web/*", in PLACE, line 2',
        2,
    ),
    "[[policy]]\nrepositories = 'web/'": ('"web/" is no pattern of repositories', 2),
    "[[policy]]\nrepositories = '../x'": ('"../x" is no pattern of repositories', 2),
    "[[policy]]\nrepositories = ''": ('"" is no pattern of repositories', 2),
    f"{ALL}modes = 3": ("unknown setting modes in PLACE [policy *], line 3; did you mean mode?", 3),
    f"{ALL}mode = 'x'": (
        'mode is "x" in PLACE [policy *], line 3; allowed: propose, worktree, fixup or commit',
        3,
    ),
    f"{ALL}max_bytes = 1\nmax-bytes = 2": (
        "max_bytes and max-bytes are the same setting in PLACE [policy *]",
        4,
    ),
    f"{ALL}branch_pattern = '(a'": ('branch_pattern is "(a" in PLACE [policy *], line 3; ', 3),
    f"{ALL}until = 2026-01-01": ("until is for an exception in PLACE, line 3", 3),
    f"{ALL}[policy.checks]\nhistor = 'off'": (
        "there is no check histor in PLACE [policy *], line 3; did you mean history?",
        3,
    ),
    f"{UNTIL}reason = 'x'": (
        "[[exception]] has no last day, such as until = 2026-12-31, in PLACE, line 1",
        1,
    ),
    f"{UNTIL}until = '2026-13-01'": ("[[exception]] has no last day", 3),
    f"{UNTIL}until = 2026-12-01T10:00:00": ("[[exception]] has no last day", 3),
    f"{UNTIL}until = 2026-12-01": ("[[exception]] has no reason in one line in PLACE, line 1", 1),
    f"{UNTIL}until = 2026-12-01\nreason = ' '": ("[[exception]] has no reason in one line", 4),
    f"{ALL}\n{ALL}modes = 3": ("unknown setting modes in PLACE [policy *], line 6; ", 6),
    "policy = [{repositories = '*', modus = 1}]": (
        "unknown setting modus in PLACE [policy *]; did you mean mode?",
        None,
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(text: str) -> None:
    sentence, line = WRONG[text]
    with pytest.raises(WrongUsage) as raised:
        parsed(text)
    assert raised.value.message.startswith(sentence.replace("PLACE", PLACE))
    at = f"+{line} " if line else ""
    assert raised.value.repair == f"${{EDITOR:-vi}} {at}{PLACE}"


def test_a_date_may_be_a_text_and_a_setting_a_list_of_one_line() -> None:
    policy = parsed(f"{UNTIL}until = '2026-12-01'\nreason = 'x'\nprotected = ['[', 'b']\n")
    assert policy.entries[0].until == date(2026, 12, 1)


def test_a_file_that_is_no_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(WrongUsage, match="no UTF-8 in .*, line 2; byte 0xff"):
        parse_policy(b"\n\xff", PLACE)
