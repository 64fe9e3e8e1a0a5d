"""The terminal interface of a review: its choices, its state and the app that shows them."""
