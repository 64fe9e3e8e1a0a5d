"""One judgement each: findings on a branch, a merge, a range or a push; no printing."""
