"""Every repair that hookkit prints: where the code makes it, and which test runs it."""
