"""Settings for every test."""

from hypothesis import settings

# How long things take is measured by `make bench`; a busy machine is no failure.
settings.register_profile("fair", deadline=None)
settings.load_profile("fair")
