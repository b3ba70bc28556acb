"""Local Flow's transform on RAPIDS: the same tables as the DuckDB engine's, by pandas, Dask, cuDF or Dask-cuDF."""
