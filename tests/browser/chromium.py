"""Finds a Chromium for the browser tests, or installs one: `python tests/browser/chromium.py`.

Exit status 1 where there is none and CI=true; without CI the browser tests are skipped then.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = (
    "chromium-headless-shell",  # the same engine without the windows: a sixth less to compute
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Path of the first Chromium that really starts: one on PATH, else Playwright's own."""
    with sync_playwright() as playwright:
        candidates = [shutil.which(name) for name in NAMES] + [playwright.chromium.executable_path]
    return next((path for path in candidates if path and _starts(path)), None)


@contextmanager
def open_chromium(path: str) -> Iterator[Browser]:
    """A headless Chromium, closed afterwards."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


def install_chromium() -> None:
    """Install Chromium with apt as root, else (or if that fails) with Playwright."""
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if _run(["apt-get", "update", "-q"], environment) and any(
            _run(["apt-get", "install", "-y", "-q", name], environment) for name in NAMES[:2]
        ):
            return
    _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def continuous_integration() -> bool:
    """Whether CI=true, where a missing browser is a failure and not a reason to skip."""
    return os.environ.get("CI", "").lower() == "true"


def _starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` may be a stub that only asks for snap, so ask for the version."""
    if not Path(path).is_file():
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _run(command: list[str], environment: dict[str, str]) -> bool:
    print("No Chromium found, installing it:", " ".join(command), flush=True)
    result = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    return result.returncode == 0


def main() -> int:
    if find_chromium():
        return 0
    install_chromium()
    if find_chromium():
        return 0
    consequence = "CI=true, so this is a failure." if continuous_integration() else "SKIPPED."
    line = "!" * 78
    print(
        f"{line}\nNo Chromium, and none could be installed. The browser tests are: {consequence}\n"
        f"Install Chromium or Google Chrome and run this again.\n{line}",
        file=sys.stderr,
    )
    return 1 if continuous_integration() else 0


if __name__ == "__main__":
    sys.exit(main())
