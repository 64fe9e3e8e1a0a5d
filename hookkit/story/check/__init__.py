"""The judgements in their order: what is asked of a branch, a range, a message or a push."""
