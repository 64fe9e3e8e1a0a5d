"""Work on a Dask cluster: batches that are sent to workers, and their results in order."""
