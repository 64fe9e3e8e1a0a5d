"""hookkit: each commit gets its PEP 8 correction, to review, accept or throw away.

The names of ``__all__`` and of ``hookkit.errors`` are a public interface for other programs. All
other modules are private.
"""

__version__ = "0.1.0"

__all__ = [
    "Accepted",
    "CheckResult",
    "CorrectedFile",
    "Correction",
    "Dropped",
    "Fault",
    "Finding",
    "Repository",
    "Withheld",
    "correct_text",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.api.correct_text import correct_text
    from hookkit.api.repository import Repository
    from hookkit.api.result_classes import (
        Accepted,
        CheckResult,
        CorrectedFile,
        Correction,
        Dropped,
        Fault,
        Finding,
        Withheld,
    )
else:  # hidden from type checkers, which would think that every name exists

    def __getattr__(name: str) -> object:
        """Import a public name when it is used, because hooks use none of them."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        modules = {"Repository": "repository", "correct_text": "correct_text"}
        module = import_module(f"hookkit.api.{modules.get(name, 'result_classes')}")
        value = globals()[name] = getattr(module, name)
        return value

    def __dir__() -> list[str]:
        """Give the public names, also those that are not imported yet."""
        return sorted({*globals(), *__all__})
