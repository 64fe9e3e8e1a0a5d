"""The diagnostic log: the file in which hookkit writes what it did, for ``hookkit log``."""
