"""One module a KPI family, one function a KPI."""
