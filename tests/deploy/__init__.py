"""The Ansible role: its files, and its run on two hosts that are reached by ssh."""
