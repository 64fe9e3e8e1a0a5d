"""Where the work stands, read in three git processes: ``hookkit status``."""
