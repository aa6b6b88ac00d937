"""`python -m kiosk` is `kiosk`."""

from kiosk.commands.line import main

if __name__ == "__main__":
    main(prog_name="kiosk")
