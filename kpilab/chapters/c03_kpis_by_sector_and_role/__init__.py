"""Chapter 3: KPIs by sector and role."""
