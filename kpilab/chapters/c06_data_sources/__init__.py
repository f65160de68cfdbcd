"""Chapter 6: data sources."""
