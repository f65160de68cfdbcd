"""Chapter 2: from strategy to KPIs."""
