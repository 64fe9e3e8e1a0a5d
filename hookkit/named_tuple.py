"""A NamedTuple whose classes are defined in a tenth of the time.

``typing.NamedTuple`` compiles each annotation and a constructor: 0.16 ms per class, and hookkit
defines some 50 classes at each commit. The classes of this module have the same fields, methods and
types. They are written in the same way, in modules whose annotations are strings (PEP 563).
"""

from __future__ import annotations

TYPE_CHECKING = False
"""No module that a commit imports takes this from typing, whose import takes 2.5 ms."""

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from operator import itemgetter

    try:
        from _collections import _tuplegetter as _getter
    except ImportError:  # another Python than CPython

        def _getter(index, doc):
            return property(itemgetter(index))

    class _NamedTupleMeta(type):
        """Makes a subclass of tuple from a class with annotations."""

        def __new__(metaclass, name, bases, namespace):
            if not bases:
                return super().__new__(metaclass, name, (tuple,), namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            if fields[len(fields) - len(defaults) :] != tuple(defaults):
                raise TypeError(f"a field of {name} without a default follows one with a default")
            namespace |= {field: _getter(index, "") for index, field in enumerate(fields)}
            namespace |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return super().__new__(metaclass, name, bases, {"__slots__": (), **namespace})

    class NamedTuple(metaclass=_NamedTupleMeta):
        """A tuple whose items have names (collections.namedtuple)."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _complete_values(cls, values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **named):
            values = tuple(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return tuple.__new__(type(self), values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            pairs = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(pairs)})"

        def __getnewargs__(self):
            return tuple(self)

    def _complete_values(cls, values, named):
        """Give the values of all fields. Raises TypeError for wrong arguments."""
        fields = cls._fields
        remaining = fields[len(values) :]
        unknown = [each for each in named if each not in remaining]
        missing = [
            each for each in remaining if each not in named and each not in cls._field_defaults
        ]
        if unknown or missing or len(values) > len(fields):
            problem = f"missing {missing}, unknown or given twice {unknown}, {len(values)} values"
            raise TypeError(f"{cls.__name__} has the fields {fields}: {problem}")
        return (*values, *(named.get(each, cls._field_defaults.get(each)) for each in remaining))
