"""Work done on a Dask cluster: batches of bytes that travel, and answers in their order."""
