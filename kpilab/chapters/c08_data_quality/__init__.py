"""Chapter 8: data quality. Find what is wrong in a book, say what it costs, and record what a decision asks for."""
