"""Chapter 1: why KPIs."""
