"""Chapter 9: surveys and feedback."""
