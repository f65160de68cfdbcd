"""Chapter 7: Excel, CRM, Python."""
