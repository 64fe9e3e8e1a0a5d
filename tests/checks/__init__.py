"""The judgements, over real repositories."""
