"""The Ansible role: its files, and a real roll-out to two hosts that are reached by ssh."""
