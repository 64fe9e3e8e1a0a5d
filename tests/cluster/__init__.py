"""Work on a Dask cluster: a real scheduler and real workers on this machine."""
