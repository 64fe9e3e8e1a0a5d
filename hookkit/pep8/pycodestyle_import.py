"""Import pycodestyle without the modules that only its command line needs.

Two thirds of the time of a normal import, some 10 ms, are spent on optparse, configparser and
inspect. A check of text needs only ``inspect.signature`` of these, in ``register_check``, for the
names of a function's parameters. During the import, stub modules replace the three modules, and
pycodestyle keeps the stubs. The stub of inspect gives the names for functions with plain
parameters, which all checks have; for every other attribute a stub imports the real module. If
pycodestyle cannot be imported with the stubs, it is imported without them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import FunctionType, ModuleType, SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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


def import_pycodestyle() -> Any:
    """Give the module pycodestyle, imported if it was not yet."""
    if "pycodestyle" not in sys.modules:
        _import_with_stubs()
    return import_module("pycodestyle")


def _import_with_stubs() -> None:
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
