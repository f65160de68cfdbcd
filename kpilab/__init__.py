"""Learn to run a business by its KPIs, and a toolbox to do it with at work."""

__version__ = "0.1.0"
