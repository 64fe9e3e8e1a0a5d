"""The log of hookkit: where it is written, and how it is read back."""
