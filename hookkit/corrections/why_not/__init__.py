"""Why a fault is still in a file: ``hookkit why-not``."""
