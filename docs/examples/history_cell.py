"""A cell of Jupyter: the history of the repository around the notebook."""

# %%
from IPython.display import SVG, display

import hookkit

display(SVG(hookkit.Repository(".").draw(limit=20)))
