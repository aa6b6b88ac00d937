"""The command line, `kiosk` (interfaces.md, Command line): line.py has its words."""
