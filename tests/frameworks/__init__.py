"""hookkit under the real pre-commit, prek, lefthook and husky."""
