"""`python -m kpilab` is the command `kpilab`."""

from kpilab.cli import main

main()
