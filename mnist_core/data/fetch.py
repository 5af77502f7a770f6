"""Fetching a file over the network, bounded in size and in time."""

import queue
import threading
import urllib.error
import urllib.request


class TransferFailed(ValueError):
    """A transfer that did not succeed; the message is the reason, as a phrase."""


def fetch(url: str, *, timeout: float, deadline: float, size_limit: int) -> bytes:
    """Fetch a file into memory, or say why not, before the deadline is over.

    The work is done in a thread of its own: name look-up and a server that drips its answer
    byte by byte know no deadline, a queue does.

    Parameters
    ----------
    timeout : seconds the server may stay silent
    deadline : seconds the whole transfer may take
    size_limit : bytes after which the transfer is given up

    Raises
    ------
    TransferFailed
        If the file did not arrive whole and in time.
    """
    answers: queue.Queue[bytes | TransferFailed] = queue.Queue()
    given_up = threading.Event()

    def work() -> None:
        try:
            answers.put(_receive(url, timeout, size_limit, given_up))
        except TransferFailed as failure:
            answers.put(failure)
        except Exception as error:  # an answer must come, or the deadline would be waited for
            answers.put(TransferFailed(f"{url} cannot be read ({_reason(error)})"))

    threading.Thread(target=work, name="transfer", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline)
    except queue.Empty:
        raise TransferFailed(f"{url} took longer than {deadline:g} seconds") from None
    finally:
        given_up.set()
    if isinstance(answer, TransferFailed):
        raise answer
    return answer


def _receive(url: str, timeout: float, size_limit: int, given_up: threading.Event) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise TransferFailed(f"{url} is not a web address")
    parts, size = [], 0
    try:
        with urllib.request.urlopen(url, timeout=timeout) as response:
            expected = response.headers.get("Content-Length")
            while not given_up.is_set() and (part := response.read1(1 << 16)):
                parts.append(part)
                size += len(part)
                if size > size_limit:
                    raise TransferFailed(f"{url} sends more than {size_limit:,} bytes")
    except urllib.error.HTTPError as error:
        error.close()
        raise TransferFailed(f"{url} answered {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise TransferFailed(f"{url} was silent for {timeout:g} seconds") from error
    except urllib.error.URLError as error:
        raise TransferFailed(f"{url} cannot be reached ({_reason(error.reason)})") from error
    if expected is not None and expected.isdigit() and size < int(expected):
        raise TransferFailed(f"{url} broke off after {size:,} of {int(expected):,} bytes")
    return b"".join(parts)


def _reason(error: object) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
