"""What was there before, kept so that it can be taken back; files written all or none."""
