"""Rebases and squashes done by git in a throw-away repository, before anything is changed."""
