"""Work done on a Dask cluster: batches that are sent to workers, and results in their order."""
