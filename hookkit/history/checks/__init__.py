"""The checks of the rules (HK101 to HK912), which give findings, and the repairs of these."""
