"""A real PostgreSQL for a test: in a folder of its own, on a socket, without a port."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
ACCOUNT = "postgres"  # of Debian's package; PostgreSQL refuses to run as root


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a server and give the address for OPTUNA_STORAGE; it ends with the block.

    Parameters
    ----------
    folder : empty, and reachable by the account that the server runs as
    """
    tools = SERVERS[-1]
    user = ACCOUNT if os.geteuid() == 0 else None
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, said = folder / "data", {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    made = [tools / "initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync"]
    subprocess.run(made, check=True, cwd=folder, user=user, **said)
    quiet = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    begin = [tools / "pg_ctl", "-D", data, "-w", "-o", quiet, "-l", folder / "log", "start"]
    subprocess.run(begin, check=True, cwd=folder, user=user, **said)
    try:
        yield f"postgresql+psycopg://tester@/postgres?host={folder}"
    finally:
        end = [tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run(end, check=True, cwd=folder, user=user, **said)
