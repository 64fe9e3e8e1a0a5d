"""Install, examine and remove hooks, and write the settings of a team."""
