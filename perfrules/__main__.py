"""`python -m perfrules` is `perfrules`."""

import sys

from perfrules.cli import main

sys.exit(main())
