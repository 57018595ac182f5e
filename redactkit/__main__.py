"""`python -m redactkit`."""

import sys

from redactkit.cli import main

sys.exit(main())
