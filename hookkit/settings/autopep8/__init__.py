"""autopep8's own configuration, found and read as autopep8 does."""
