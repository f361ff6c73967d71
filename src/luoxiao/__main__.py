"""`python -m luoxiao` is the command `luoxiao`."""

from luoxiao.cli import main

raise SystemExit(main())
