"""autopep8's own configuration, found as autopep8 finds it; a wrong value in it is an error."""

from __future__ import annotations

import os
import sys

from hookkit.named_tuple import NamedTuple
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options, without_codes
from hookkit.settings.autopep8.project_formatter import FORMATTER_CODES, Formatter, FormatterFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

_INI_NAMES = ("setup.cfg", "tox.ini", ".pep8", ".flake8")
"""The files that autopep8 reads in one folder, in its order; the last wins."""


class ConfigFiles(NamedTuple):
    """The configuration files for one Python file: the user's, INI files of one folder, pyproject.

    ``user_file`` and ``pyproject`` are None if the file does not exist.
    """

    user_file: Path | None
    ini_files: tuple[Path, ...]
    pyproject: Path | None


class FileOptions(NamedTuple):
    """autopep8's options for a file, and the configuration files that set at least one of them.

    ``configured_options`` are the options as configured; ``options`` also leave out the codes that
    ``formatter`` decides, None if the project has no formatter.
    """

    options: Pep8Options
    files: tuple[Path, ...]
    configured_options: Pep8Options
    formatter: Formatter | None = None


def find_user_file() -> Path | None:
    """Give the file of the user's own options for all projects, or None."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        candidates = (os.path.join(home, ".pycodestyle"), os.path.join(home, ".pep8"))
    else:
        # autopep8 always looks for the older name in ~/.config, not in XDG_CONFIG_HOME.
        config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        older = os.path.join(home, ".config", "pep8")
        candidates = (os.path.join(config, "pycodestyle"), older)
    return next((_make_path(each) for each in candidates if os.path.isfile(each)), None)


def find_config_files(path: str | Path) -> ConfigFiles:
    """Give the configuration files for the Python file ``path``, which need not exist."""
    ini: tuple[Path, ...] = ()
    pyproject = None
    folder, previous_folder = os.path.dirname(os.path.abspath(path)), ""
    while folder != previous_folder and not (ini and pyproject):
        if not ini:
            candidates = (os.path.join(folder, name) for name in _INI_NAMES)
            ini = tuple(_make_path(each) for each in candidates if os.path.isfile(each))
        candidate = os.path.join(folder, "pyproject.toml")
        if pyproject is None and os.path.isfile(candidate):
            pyproject = _make_path(candidate)
        folder, previous_folder = os.path.dirname(folder), folder
    return ConfigFiles(find_user_file(), ini, pyproject)


def _make_path(path_text: str) -> Path:
    # Importing pathlib takes longer than a search that finds no file.
    from pathlib import Path

    return Path(path_text)


class OptionFinder:
    """Finds the options for many files and reads each configuration once.

    Each run makes a new finder, because a finder does not notice later changes of these files.
    """

    def __init__(self) -> None:
        """Begin without any file read."""
        self._files: dict[str, ConfigFiles] = {}
        self._options: dict[tuple[ConfigFiles, Formatter | None], FileOptions] = {}
        self._formatters = FormatterFinder()

    def find(self, path: str | Path) -> FileOptions:
        """Give the options for the Python file ``path``, which need not exist.

        Raises WrongUsage, with file, line, key and allowed values, if a configuration is broken,
        and EnvironmentFailed if a file cannot be read.
        """
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._files:
            self._files[folder] = find_config_files(path)
        key = self._files[folder], self._formatters.find(folder)
        if key not in self._options:
            self._options[key] = _read_options(*key)
        return self._options[key]


def find_autopep8_options(path: Path) -> FileOptions:
    """Give the options for one Python file. Raises what ``OptionFinder.find`` raises."""
    return OptionFinder().find(path)


def _read_file(path: Path) -> bytes | None:
    # Imported here, as many projects have no file to read.
    from hookkit.settings.settings_file import read_settings_file

    return read_settings_file(path)


def _read_options(files: ConfigFiles, formatter: Formatter | None) -> FileOptions:
    options, used_files = _read_ini(files)
    toml_options, toml_file = _read_toml(files)
    options |= toml_options
    if toml_file is not None and toml_file not in used_files:
        used_files += (toml_file,)
    values: dict[str, Any] = options or {"ignore": UNCONFIGURED_IGNORE}
    configured_options = Pep8Options(**values)
    effective_options = (
        without_codes(configured_options, FORMATTER_CODES) if formatter else configured_options
    )
    return FileOptions(
        effective_options, used_files if options else (), configured_options, formatter
    )


def _read_ini(files: ConfigFiles) -> tuple[dict[str, object], tuple[Path, ...]]:
    is_toml = files.user_file is None or _is_toml(files.user_file)
    paths = (*(() if is_toml else (files.user_file,)), *files.ini_files)
    contents = {path: _read_file(path) for path in paths if path is not None}
    data_by_path = {
        path: data for path, data in contents.items() if data and _may_have_options(path, data)
    }
    if not data_by_path:
        return {}, ()
    from hookkit.settings.autopep8.config_parsing import IniFile, read_ini

    # Sections of other tools may have any encoding; autopep8's options are ASCII.
    return read_ini(
        [
            IniFile(path, data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n"))
            for path, data in data_by_path.items()
        ]
    )


def _may_have_options(path: Path, data: bytes) -> bool:
    """Whether a file can contain options: many other tools also use setup.cfg and tox.ini."""
    markers = (b"pep8", b"pycodestyle", b"flake8", b"DEFAULT")
    is_shared = path.name in ("setup.cfg", "tox.ini")
    return not is_shared or any(marker in data for marker in markers)


def _read_toml(files: ConfigFiles) -> tuple[dict[str, object], Path | None]:
    """Give the options of pyproject.toml, or of the user's file if there is no pyproject.toml.

    The path is None if no options are set there.
    """
    path = files.pyproject
    if path is None and files.user_file is not None and _is_toml(files.user_file):
        path = files.user_file
    data = None if path is None else _read_file(path)
    if path is None or data is None or b"autopep8" not in data:
        return {}, None
    from hookkit.settings.autopep8.config_parsing import read_pyproject

    options = read_pyproject(data, path)
    return options, path if options else None


def _is_toml(file: Path) -> bool:
    """Whether the user's file is TOML, which autopep8 accepts besides INI."""
    return b"[tool.autopep8]" in (_read_file(file) or b"")
