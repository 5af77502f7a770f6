"""How much of brought files a server holds: Streamlit keeps them in memory till a session ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from starlette.exceptions import HTTPException
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

MOST_OF_ONE, MOST_OF_ALL = 60_000_000, 300_000_000  # bytes, of a session and of all


@cache
def bound() -> None:
    """Refuse a file where its session, or all of them together, have brought too much already.

    Streamlit bounds each file, and takes any number of them for a session that it knows.
    """
    add = MemoryUploadedFileManager.add_file

    def added(self: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
        held = {id: _bytes(kept) for id, kept in list(self.file_storage.items())}
        mine, size = held.get(session_id, 0), len(file.data)
        if mine + size > MOST_OF_ONE or sum(held.values()) + size > MOST_OF_ALL:
            raise HTTPException(413, "There is no room for more files: remove some, or try later.")
        add(self, session_id, file)

    MemoryUploadedFileManager.add_file = added


def _bytes(files: Mapping[str, UploadedFileRec]) -> int:
    return sum(len(it.data) for it in list(files.values()))
