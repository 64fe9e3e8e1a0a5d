"""The terminal interface of a review: what is chosen and shown, and the app that shows it."""
