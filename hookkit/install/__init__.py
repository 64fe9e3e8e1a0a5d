"""Install, examine and remove hooks."""
