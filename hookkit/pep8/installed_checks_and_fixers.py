"""The checks of the installed pycodestyle and the codes that autopep8 has a fixer for.

Both are found without imports that they do not need.

The import of autopep8 replaces one check of pycodestyle and adds another. These two functions need
nothing else of autopep8: they are made from its compiled code in ``__pycache__``, so that a file
without faults does not need the time of the import. autopep8's version, and the codes for which it
has a fixer, are read there too.

Nor does pycodestyle get the modules that only its command line needs: two thirds of the time of a
normal import, some 10 ms, are spent on optparse, configparser and inspect. A check of text needs
only ``inspect.signature`` of these, in ``register_check``, for the names of a function's
parameters. During the import, stub modules replace the three modules, and pycodestyle keeps the
stubs. The stub of inspect gives the names for functions with plain parameters, which all checks
have; for every other attribute a stub imports the real module. If pycodestyle cannot be imported
with the stubs, it is imported without them.
"""

from __future__ import annotations

import builtins
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import CodeType, FunctionType, ModuleType, SimpleNamespace

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REPLACED_CHECK = "continued_indentation"
ADDED_CHECK = "extended_blank_lines"

KNOWN_AUTOPEP8_VERSIONS = frozenset(["2.3.2"])
"""The versions of autopep8 whose code is known here; any other version is imported."""

KNOWN_PYCODESTYLE_VERSIONS = ("2.12.", "2.13.", "2.14.", "2.15.")
"""The versions of pycodestyle whose checks are known here; with others it checks whole texts."""

INDENT_SIZE = 4
"""The DEFAULT_INDENT_SIZE of autopep8 and of pycodestyle."""


class PycodestyleCheck(NamedTuple):
    """A check: its name, its function, the names of its parameters, the codes that it reports."""

    name: str
    function: Callable[..., Any]
    parameter_names: Sequence[str]
    codes: Sequence[str]


@cache
def pycodestyle_checks(line_kind: str) -> tuple[PycodestyleCheck, ...]:
    """Give the checks of a kind of line: ``physical_line`` or ``logical_line``, in their order."""
    pycodestyle = _import_pycodestyle()

    by_name = {
        function.__name__: PycodestyleCheck(function.__name__, function, names, codes)
        for function, (codes, names) in pycodestyle._checks[line_kind].items()
    }
    if line_kind == "logical_line" and ADDED_CHECK not in by_name:
        by_name |= {each.name: each for each in _checks_of_autopep8()}
    return tuple(sorted(by_name.values()))


@cache
def has_known_versions() -> bool:
    """Whether the versions of both libraries are known here, and there are no checks of trees."""
    pycodestyle = _import_pycodestyle()

    is_known_pycodestyle = pycodestyle.__version__.startswith(KNOWN_PYCODESTYLE_VERSIONS)
    is_known_autopep8 = _autopep8_version() in KNOWN_AUTOPEP8_VERSIONS
    return is_known_pycodestyle and is_known_autopep8 and not pycodestyle._checks["tree"]


def _autopep8_version() -> str | None:
    """Give autopep8's version; None if it is unknown and autopep8 is not imported."""
    module = sys.modules.get("autopep8")
    if module is not None:
        return str(module.__version__)
    code = _autopep8_code()
    constants = code.co_consts if code else ()
    return next((each for each in constants if each in KNOWN_AUTOPEP8_VERSIONS), None)


@cache
def _autopep8_code() -> CodeType | None:
    """Give the compiled code of autopep8, without running it; None if it is not found."""
    spec = PathFinder.find_spec("autopep8")
    get_code = getattr(spec and spec.loader, "get_code", None)
    code = get_code("autopep8") if get_code else None
    return code if isinstance(code, CodeType) else None


def _inner_code(code: CodeType, name: str) -> CodeType | None:
    inner_codes = (each for each in code.co_consts if isinstance(each, CodeType))
    return next((each for each in inner_codes if each.co_name == name), None)


def _checks_of_autopep8() -> Iterator[PycodestyleCheck]:
    pycodestyle = _import_pycodestyle()

    global_names = {
        "pycodestyle": pycodestyle,
        "tokenize": tokenize,
        "DEFAULT_INDENT_SIZE": INDENT_SIZE,
        "__builtins__": builtins,
    }
    code = _autopep8_code()
    for name in (REPLACED_CHECK, ADDED_CHECK):
        function_code = _inner_code(code, name) if code else None
        if function_code is None:
            import autopep8

            function = getattr(autopep8, name)
        else:
            function = FunctionType(function_code, global_names, name)
        parameters = function.__code__.co_varnames[: function.__code__.co_argcount]
        yield PycodestyleCheck(name, function, parameters, ("",))


@cache
def codes_with_fixer() -> frozenset[str]:
    """Give the codes for which autopep8 has a fixer."""
    code = _autopep8_code()
    fixer = _inner_code(code, "FixPEP8") if code else None
    # Half of the fixers get their names in __init__.
    initializer = _inner_code(fixer, "__init__") if fixer else None
    if fixer is None or initializer is None or not has_known_versions():
        import autopep8

        instance = autopep8.FixPEP8(filename=None, options=None, contents="")
        names: Sequence[str] = dir(instance)
    else:
        names = (*fixer.co_names, *initializer.co_names)
    return frozenset(name[4:].upper() for name in names if re.fullmatch(r"fix_[a-z]\d+", name))


_OTHER_PARAMETERS = 0x04 | 0x08
"""inspect.CO_VARARGS and CO_VARKEYWORDS."""


class _StubModule(ModuleType):
    """A stub that imports the real module for an attribute that the stub does not have."""

    def __getattr__(self, name: str) -> Any:
        """Give the attribute of the real module; only imports look up names with ``__``."""
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _inspect_stub() -> ModuleType:
    """Make the stub of inspect, with the functions that register_check uses."""
    stub = _StubModule("inspect")

    def signature(function: Any) -> Any:
        if not _has_plain_parameters(function):
            return stub.__getattr__("signature")(function)
        code = function.__code__
        kind = {"kind": "plain", "POSITIONAL_OR_KEYWORD": "plain"}
        names = code.co_varnames[: code.co_argcount]
        return SimpleNamespace(parameters={n: SimpleNamespace(name=n, **kind) for n in names})

    vars(stub).update(
        signature=signature,
        isfunction=lambda value: isinstance(value, FunctionType),
        isclass=lambda value: isinstance(value, type),
    )
    return stub


def _has_plain_parameters(function: Any) -> bool:
    """Whether all parameters of a function may be given by position and by name."""
    if not isinstance(function, FunctionType) or vars(function):
        return False
    code = function.__code__
    is_plain = not code.co_flags & _OTHER_PARAMETERS
    return is_plain and not code.co_posonlyargcount and not code.co_kwonlyargcount


def _optparse_stub() -> ModuleType:
    """Make the stub of optparse, with the class that pycodestyle imports by name."""
    stub = _StubModule("optparse")

    def option_parser(*args: Any, **kwargs: Any) -> Any:
        return stub.__getattr__("OptionParser")(*args, **kwargs)

    vars(stub).update(OptionParser=option_parser)
    return stub


def _import_pycodestyle() -> Any:
    """Give the module pycodestyle, imported if it was not yet."""
    if "pycodestyle" not in sys.modules:
        _import_pycodestyle_with_stubs()
    return import_module("pycodestyle")


def _import_pycodestyle_with_stubs() -> None:
    stubs = [_inspect_stub(), _optparse_stub(), _StubModule("configparser")]
    placed_stubs = [each for each in stubs if each.__name__ not in sys.modules]
    sys.modules.update({each.__name__: each for each in placed_stubs})
    try:
        import_module("pycodestyle")
    except (TypeError, AttributeError):  # another version, which uses the stubs in another way
        sys.modules.pop("pycodestyle", None)
    finally:
        for each in placed_stubs:
            if sys.modules.get(each.__name__) is each:
                del sys.modules[each.__name__]
