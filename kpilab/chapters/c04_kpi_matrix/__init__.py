"""Chapter 4: the KPI matrix."""
