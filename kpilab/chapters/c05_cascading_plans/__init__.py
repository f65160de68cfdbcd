"""Chapter 5: cascading plans."""
