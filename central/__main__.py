"""`python -m central`."""

from central.commands.line import main

main()
