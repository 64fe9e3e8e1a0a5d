"""The library: what ``import hookkit`` offers to other programs."""
