"""A central that takes chunks from a folder, one after the other, and says so; it can be killed.

`python -m tests.central.feeding URL FOLDER`: each file is a chunk as bytes.
"""

import sys
from pathlib import Path

from central.actions.take_chunk import take_chunk
from central.commands.shown import opened
from wire import chunks


def main() -> None:
    store = opened(sys.argv[1])
    for path in sorted(Path(sys.argv[2]).iterdir()):
        taken = take_chunk(store, chunks.read(path.read_bytes()), giver="test")
        assert taken.broken is None, taken
        print(path.name, flush=True)


if __name__ == "__main__":
    main()
