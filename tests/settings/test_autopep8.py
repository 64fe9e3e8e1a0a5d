"""autopep8's configuration: the same answer as autopep8 where it gives one, an error where not."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping
from pathlib import Path

import autopep8
import pytest

from hookkit.errors import WrongUsage
from hookkit.settings.autopep8.option_finder import OptionFinder, find_autopep8_options
from hookkit.settings.autopep8.options import DEFAULT_IGNORE, UNCONFIGURED_IGNORE, Pep8Options
from tests.random_examples import seeds

pytestmark = pytest.mark.filterwarnings("ignore:.experimental. option:DeprecationWarning")

COMPARED = (
    "select",
    "ignore",
    "max_line_length",
    "indent_size",
    "hang_closing",
    "aggressive",
    "experimental",
    "pep8_passes",
    "exclude",
)


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Write ``files`` below ``folder``."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def normalised(arguments: list[str], apply_config: bool = False) -> dict[str, object]:
    """Give what autopep8 makes of its arguments."""
    parsed = vars(autopep8.parse_args(arguments, apply_config=apply_config))
    return {name: parsed[name] for name in COMPARED}


def theirs(file: Path, home: Path) -> dict[str, object]:
    """Give what autopep8 finds for ``file``, with the person's file of this test."""
    person = home / ".config" / "pycodestyle"
    return normalised([f"--global-config={person}", str(file)], apply_config=True)


def ours(file: Path) -> dict[str, object]:
    """Give what autopep8 makes of the options that hookkit finds for ``file``."""
    return normalised([*find_autopep8_options(file).options.arguments(), str(file)])


LAYOUTS = {
    "select in setup.cfg": {"setup.cfg": "[pep8]\nselect = E1,W\nignore = W6\n"},
    "pycodestyle": {"setup.cfg": "[pycodestyle]\nmax-line-length = 100\nignore = E501\n"},
    "flake8": {".flake8": "[flake8]\nmax_line_length: 120\nignore =\n    E203,\n    W503\n"},
    "all sections, the last wins": {
        "setup.cfg": "[flake8]\nignore=E1\n[pep8]\nignore=E2\nindent-size=2\n"
        "[pycodestyle]\nignore=E3\n"
    },
    "files of one folder merge": {
        "setup.cfg": "[pep8]\nignore=E1\nmax-line-length=90\n",
        "tox.ini": "[pep8]\nignore=E2\naggressive=2\n",
        ".pep8": "[pep8]\nindent_size=2\n",
        ".flake8": "[flake8]\nmax-line-length=88\n",
    },
    "the nearest folder with any file ends the search": {
        "setup.cfg": "[pep8]\nignore=E1\n",
        "pkg/tox.ini": "[testenv]\ncommands = pytest\n[pep8]\nmax-line-length=90\n",
    },
    "pyproject overrides key by key": {
        "setup.cfg": "[pep8]\nignore=E1\nmax-line-length=90\n",
        "pyproject.toml": "[tool.autopep8]\nmax_line_length = 100\naggressive = 3\n",
    },
    "the nearest pyproject ends the search without the section too": {
        "pyproject.toml": "[tool.autopep8]\nmax_line_length = 100\n",
        "pkg/pyproject.toml": "[project]\nname = 'x'\n",
        "setup.cfg": "[pep8]\nmax-line-length = 90\n",
    },
    "lists, dashes and words of pyproject": {
        "pyproject.toml": "[tool.autopep8]\nignore = ['E501', 'W6']\nmax-line-length = '120'\n"
        "select = 'E,W'\nhang-closing = true\nexperimental = true\npep8_passes = 3\n"
    },
    "conflicting codes": {"setup.cfg": "[pep8]\nignore = E501,W293\n"},
    "aggressive alone": {"setup.cfg": "[pep8]\naggressive = 2\n"},
    "auto is skipped": {"setup.cfg": "[pep8]\nmax-line-length = auto\nindent-size = 2\n"},
    "flags": {"setup.cfg": "[pep8]\nhang-closing = YES\nexperimental = 1\npep8-passes = 5\n"},
    "leading dashes": {"setup.cfg": "[pep8]\n--ignore = E501\n--max-line-length = 99\n"},
    "DEFAULT": {"setup.cfg": "[DEFAULT]\nignore=E1\nindent-size=3\n[pep8]\nindent-size=2\n"},
    "DEFAULT of another file": {
        "setup.cfg": "[pep8]\nindent-size=2\n[flake8]\nselect=E\n",
        "tox.ini": "[DEFAULT]\nindent-size=8\nignore=W6\n",
    },
    "empty values": {"setup.cfg": "[pep8]\nignore =\nselect =\n"},
    "comments": {"setup.cfg": "# a\n[flake8]\nignore =\n    # why\n    E501,\n; b\n    W6\n"},
    "exclude": {"setup.cfg": "[pep8]\nexclude = build,*/gen/*\n"},
    "person": {"HOME/.config/pycodestyle": "[pycodestyle]\nmax-line-length = 100\n"},
    "person and project": {
        "HOME/.config/pycodestyle": "[pycodestyle]\nmax-line-length = 100\nignore = E1\n",
        "setup.cfg": "[pep8]\nmax-line-length = 90\n[pycodestyle]\nindent-size=2\n",
    },
    "person in TOML": {"HOME/.config/pycodestyle": "[tool.autopep8]\nmax_line_length = 100\n"},
    "person in TOML and a pyproject": {
        "HOME/.config/pycodestyle": "[tool.autopep8]\nmax_line_length = 100\n",
        "pyproject.toml": "[tool.autopep8]\nindent_size = 2\n",
    },
}


@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("name", ["top.py", "pkg/sub/mod.py"])
def test_finds_what_autopep8_finds(
    tmp_path: Path, sealed_home: Path, files: dict[str, str], name: str
) -> None:
    lay(tmp_path, {key: text for key, text in files.items() if not key.startswith("HOME")})
    lay(sealed_home, {k[5:]: text for k, text in files.items() if k.startswith("HOME")})
    # One layout gives nothing at all to files below its second pyproject, but setup.cfg does.
    assert find_autopep8_options(tmp_path / name).files
    assert ours(tmp_path / name) == theirs(tmp_path / name, sealed_home)


INI_KEYS = {
    "ignore": ["E501", "E226,W6", "W503", "", "E1,\n  E2"],
    "select": ["E,W", "W5", "E1", "W504,W503"],
    "max-line-length": ["100", "auto", " 99 "],
    "indent_size": ["2", "4"],
    "aggressive": ["0", "1", "3"],
    "hang-closing": ["true", "off"],
    "pep8-passes": ["-1", "4"],
    "exclude": ["a,b"],
    "jobs": ["1"],
    "verbose": ["0"],
    "format": ["pylint"],
}
TOML_KEYS = {
    "ignore": ["'E501'", "['E1', 'W503']", "''"],
    "select": ["'E,W'", "['W5']"],
    "max_line_length": ["100", "'90'"],
    "indent-size": ["2"],
    "aggressive": ["0", "2"],
    "hang_closing": ["true", "false"],
    "verbose": ["0"],
}


def _section(chance: random.Random, name: str, keys: Mapping[str, list[str]]) -> str:
    chosen = chance.sample(sorted(keys), chance.randint(0, 4))
    lines = "".join(f"{key} = {chance.choice(keys[key])}\n" for key in chosen)
    return f"[{name}]\n{lines}"


@pytest.mark.parametrize("seed", seeds(150))
def test_finds_what_autopep8_finds_anywhere(tmp_path: Path, sealed_home: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = ["pep8", "pycodestyle", "flake8", "DEFAULT", "testenv"]
    for folder in ("", "a/", "a/b/"):
        for file in ("setup.cfg", "tox.ini", ".pep8", ".flake8"):
            if chance.random() < 0.3:
                sections = chance.sample(names, chance.randint(0, 3))
                text = "".join(_section(chance, each, INI_KEYS) for each in sections)
                lay(tmp_path, {folder + file: text})
        if chance.random() < 0.3:
            table = chance.choice(["tool.autopep8", "tool.other"])
            lay(tmp_path, {f"{folder}pyproject.toml": _section(chance, table, TOML_KEYS)})
    for name in ("x.py", "a/x.py", "a/b/x.py"):
        found = find_autopep8_options(tmp_path / name)
        if found.files:
            assert ours(tmp_path / name) == theirs(tmp_path / name, sealed_home)
        else:
            assert found.options == Pep8Options(ignore=UNCONFIGURED_IGNORE)
            assert normalised(["x.py"]) == theirs(tmp_path / name, sealed_home)


def test_without_configuration_two_more_codes_are_ignored(tmp_path: Path) -> None:
    found = find_autopep8_options(tmp_path / "x.py")
    assert DEFAULT_IGNORE == autopep8.DEFAULT_IGNORE
    assert found.files == ()
    assert found.options == Pep8Options(ignore="E226,E24,W50,W690,E501,W293")


@pytest.mark.parametrize(
    "files",
    [
        {"setup.cfg": "[metadata]\nname = x\n[mypy]\nstrict = true\n"},
        {"pyproject.toml": "[tool.autopep8]\nin_place = true\nrecursive = true\njobs = 0\n"},
        {"setup.cfg": "[pep8]\nin-place = true\ndiff = true\nlist-fixes = 1\nline-range = 1\n"},
        {".flake8": "[flake8]\nextend-ignore = E203\nper-file-ignores =\n  a.py: E1\n"},
    ],
)
def test_what_says_nothing_of_fixes_is_no_configuration(
    tmp_path: Path, files: dict[str, str]
) -> None:
    lay(tmp_path, files)
    found = find_autopep8_options(tmp_path / "x.py")
    assert (found.options, found.files) == (Pep8Options(ignore=UNCONFIGURED_IGNORE), ())


def test_the_files_that_gave_options_are_named_in_order(tmp_path: Path, sealed_home: Path) -> None:
    lay(sealed_home, {".config/pycodestyle": "[pep8]\nindent-size = 2\n"})
    lay(
        tmp_path,
        {
            "setup.cfg": "[flake8]\nstatistics = true\n",
            "tox.ini": "[flake8]\nmax-line-length = 90\n",
            ".flake8": "[DEFAULT]\nignore = E1\n[flake8]\n",
            "pyproject.toml": "[tool.autopep8]\naggressive = 1\n",
        },
    )
    assert find_autopep8_options(tmp_path / "a" / "x.py").files == (
        sealed_home / ".config" / "pycodestyle",
        tmp_path / "tox.ini",
        tmp_path / ".flake8",
        tmp_path / "pyproject.toml",
    )


@pytest.mark.parametrize("xdg", [True, False])
def test_the_older_name_of_the_persons_file(
    tmp_path: Path, sealed_home: Path, monkeypatch: pytest.MonkeyPatch, xdg: bool
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(sealed_home / "xdg") if xdg else "")
    lay(sealed_home, {".config/pep8": "[pep8]\nindent-size = 2\n"})
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(indent_size=2)
    folder = "xdg" if xdg else ".config"
    lay(sealed_home, {f"{folder}/pycodestyle": "[pep8]\nindent-size = 3\n"})
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(indent_size=3)


def test_an_ini_file_of_the_person_does_not_hide_pyproject(
    tmp_path: Path, sealed_home: Path
) -> None:
    lay(sealed_home, {".config/pycodestyle": "[pycodestyle]\nmax-line-length = 100\nignore = E1\n"})
    lay(tmp_path, {"pyproject.toml": "[tool.autopep8]\nmax_line_length = 120\n"})
    assert theirs(tmp_path / "x.py", sealed_home)["max_line_length"] == 100
    options = find_autopep8_options(tmp_path / "x.py").options
    assert options == Pep8Options(max_line_length=120, ignore="E1")


def test_a_format_with_percent_signs_hides_nothing(tmp_path: Path, sealed_home: Path) -> None:
    lay(
        tmp_path,
        {".flake8": "[flake8]\nformat = %(path)s:%(row)d\nmax-line-length = 100\n"},
    )
    assert theirs(tmp_path / "x.py", sealed_home)["max_line_length"] == 79
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(max_line_length=100)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tox.ini", "[testenv]\na = 1\na = 2\n  3\n[x]\n[x]\nb = 1\n[pep8]\nindent-size = 2\n"),
        ("setup.cfg", "\ufeff[pep8]\r\nindent-size = 2\r\n"),
    ],
)
def test_what_is_not_ours_is_tolerated(tmp_path: Path, name: str, content: str) -> None:
    lay(tmp_path, {name: content})
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(indent_size=2)


def test_other_files_that_are_broken_are_not_judged(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "tox.ini": "no section\n",
            "pyproject.toml": "no = = toml\n",
            ".flake8": "[flake8]\nindent-size = 2\n",
        },
    )
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(indent_size=2)


def test_text_that_is_not_utf_8_is_tolerated_in_ini_files(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_bytes(b"[metadata]\nauthor = Andr\xe9\n[pep8]\nignore = E1\n")
    assert find_autopep8_options(tmp_path / "x.py").options == Pep8Options(ignore="E1")


def test_folders_with_the_names_of_files_are_passed_by(tmp_path: Path) -> None:
    lay(tmp_path, {"setup.cfg": "[pep8]\nignore = E1\n"})
    (tmp_path / "pkg" / "setup.cfg").mkdir(parents=True)
    (tmp_path / "pkg" / "pyproject.toml").mkdir()
    assert find_autopep8_options(tmp_path / "pkg" / "x.py").options == Pep8Options(ignore="E1")


BROKEN = {
    "number in ini": (
        "setup.cfg",
        "[flake8]\nmax-line-length = 100  # wide\n",
        'max-line-length is "100  # wide" in {path} [flake8], line 2; '
        "allowed: a whole number, 1 or more",
        2,
    ),
    "too small": (
        "setup.cfg",
        "[flake8]\nignore=E1\n[pep8]\nindent-size = 0\n",
        'indent-size is "0" in {path} [pep8], line 4; allowed: a whole number, 1 or more',
        4,
    ),
    "aggressive below 0": (
        ".pep8",
        "[pep8]\naggressive = -1\n",
        'aggressive is "-1" in {path} [pep8], line 2; allowed: a whole number from 0 to 9',
        2,
    ),
    "no number of passes": (
        ".pep8",
        "[DEFAULT]\npep8-passes = x\n[pep8]\n",
        'pep8-passes is "x" in {path} [DEFAULT], line 2; allowed: a whole number',
        2,
    ),
    "flag in ini": (
        "tox.ini",
        "[pep8]\nhang-closing = maybe\n",
        'hang-closing is "maybe" in {path} [pep8], line 2; '
        "allowed: 1, yes, true, on, 0, no, false, off",
        2,
    ),
    "key twice": (
        "tox.ini",
        "[flake8]\nignore = E1\n\nignore = E2\n",
        "{path}, line 4: ignore is set twice in [flake8]",
        4,
    ),
    "section twice": (
        "tox.ini",
        "[flake8]\nignore = E1\n[flake8]\n",
        "{path}, line 3: [flake8] is there twice",
        3,
    ),
    "no section": (
        ".flake8",
        "\nmax-line-length = 100\n",
        "{path}, line 2: not valid INI: no [section] above it",
        2,
    ),
    "no key": (
        ".flake8",
        "[flake8]\nmax-line-length\n",
        "{path}, line 2: not valid INI: no key and value",
        2,
    ),
    "broken toml": (
        "pyproject.toml",
        "[tool.autopep8]\nignore = E501\n",
        "no valid TOML in {path}, line 2; Invalid value (at line 2, column 10)",
        2,
    ),
    "number in toml": (
        "pyproject.toml",
        "[tool.autopep8]\nmax_line_length = 100.5\n",
        "max_line_length is 100.5 in {path} [tool.autopep8], line 2; "
        "allowed: a whole number, 1 or more",
        2,
    ),
    "boolean for a number": (
        "pyproject.toml",
        "[tool.autopep8]\nmax_line_length = true\n",
        "max_line_length is true in {path} [tool.autopep8], line 2; "
        "allowed: a whole number, 1 or more",
        2,
    ),
    "flag in toml": (
        "pyproject.toml",
        "[tool.autopep8]\nexperimental = 'no'\n",
        'experimental is "no" in {path} [tool.autopep8], line 2; allowed: true or false',
        2,
    ),
    "codes in toml": (
        "pyproject.toml",
        "[tool.autopep8]\nignore = 501\n",
        "ignore is 501 in {path} [tool.autopep8], line 2; "
        "allowed: a text with commas, or a list of texts",
        2,
    ),
}


@pytest.mark.parametrize(("name", "content", "message", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_named(
    tmp_path: Path, name: str, content: str, message: str, line: int
) -> None:
    lay(tmp_path, {name: content})
    with pytest.raises(WrongUsage) as caught:
        find_autopep8_options(tmp_path / "pkg" / "x.py")
    path = tmp_path / name
    assert caught.value.message == message.format(path=path)
    assert caught.value.repair == f"${{EDITOR:-vi}} +{line} {path}"


def test_the_table_must_be_a_table(tmp_path: Path) -> None:
    lay(tmp_path, {"pyproject.toml": "tool.autopep8 = 3\n"})
    with pytest.raises(WrongUsage, match="tool.autopep8 must be a table of options"):
        find_autopep8_options(tmp_path / "x.py")


def test_a_finder_reads_a_configuration_once(tmp_path: Path) -> None:
    lay(tmp_path, {"setup.cfg": "[pep8]\nignore = E1\n"})
    finder = OptionFinder()
    first = finder.find(tmp_path / "a.py")
    lay(tmp_path, {"setup.cfg": "[pep8]\nignore = E2\n"})
    assert finder.find(tmp_path / "b.py") is first
    assert finder.find(tmp_path / "pkg" / "sub" / "c.py") is first
    assert find_autopep8_options(tmp_path / "b.py").options == Pep8Options(ignore="E2")


def test_options_travel_to_workers_and_into_keys() -> None:
    options = Pep8Options(ignore="E1", aggressive=2)
    assert pickle.loads(pickle.dumps(options)) == options
    assert len({options, Pep8Options(ignore="E1", aggressive=2)}) == 1


def test_arguments_are_those_of_the_command_line() -> None:
    assert Pep8Options().arguments() == []
    options = Pep8Options(
        select="-E1,E2",
        ignore="W6",
        max_line_length=100,
        indent_size=2,
        hang_closing=True,
        aggressive=2,
        experimental=True,
        pep8_passes=-2,
        exclude="a b",
    )
    assert options.arguments() == [
        "-a",
        "-a",
        "--select=-E1,E2",
        "--ignore=W6",
        "--max-line-length=100",
        "--indent-size=2",
        "--hang-closing",
        "--experimental",
        "--pep8-passes=-2",
        "--exclude=a b",
    ]
    assert normalised([*options.arguments(), "x.py"])["aggressive"] == 2
