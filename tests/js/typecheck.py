"""Checks the types of all JavaScript through its JSDoc: `python -m tests.js.typecheck`.

TypeScript comes from npm, see node.install. Exit status 1 on findings, or where it cannot be had.
"""

import sys

from tests.js.node import CHECKOUT, MODULES, install, run

COMPILER = MODULES / "typescript" / "bin" / "tsc"


def main() -> int:
    if install() != 0:
        print("TypeScript could not be fetched from npm; see above.", file=sys.stderr)
        return 1
    done = run(str(COMPILER), "--project", str(CHECKOUT))
    print(done.stdout + done.stderr, end="")
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
