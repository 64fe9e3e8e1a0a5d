"""The voice: everything that hookkit prints goes through here."""
