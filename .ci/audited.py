"""Reads what pip-audit found: 1 where a hole is known that a newer version closes, else 0.

`python .ci/audited.py FILE`; a file that is not there means that nobody could be asked.
"""

import json
import sys
from pathlib import Path


def main(path: Path) -> int:
    """Say what was found, one line each."""
    try:
        found = json.loads(path.read_text("utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        print("pip-audit: the vulnerability service could not be asked; nothing was audited.")
        return 0
    audited = [it for it in found if "skip_reason" not in it]
    holes = [(it, hole) for it in audited for hole in it["vulns"]]
    closed = [(it, hole) for it, hole in holes if hole["fix_versions"]]
    for it, hole in holes:
        fix = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"pip-audit: {it['name']} {it['version']}: {hole['id']}, closed in {fix}")
    print(
        f"pip-audit: {len(audited)} of {len(found)} packages looked up, {len(holes)} holes known."
    )
    return 1 if closed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
