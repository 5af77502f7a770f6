"""How much a server takes in of what people bring."""

import pytest
from starlette.exceptions import HTTPException
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.ui import uploads

FILE = b"\0" * 12_000_000


@pytest.fixture
def brought():
    """Brings one file of 12 MB more for a session, and says how many it has then."""
    uploads.bound()
    held = MemoryUploadedFileManager("/upload")

    def bring(session: str, name: str) -> int:
        held.add_file(session, UploadedFileRec(name, name, "application/zip", FILE))
        return len(held.get_files(session, list(held.file_storage[session])))

    return bring, held


def test_a_session_has_room_for_so_much_and_for_more_once_something_goes(brought) -> None:
    bring, held = brought
    assert [bring("one", str(number)) for number in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(HTTPException) as refused:
        bring("one", "a sixth")
    assert refused.value.status_code == 413
    assert bring("two", "0") == 1
    held.remove_file("one", "0")
    assert bring("one", "a sixth") == 5


def test_all_sessions_together_have_room_for_so_much(brought) -> None:
    bring, held = brought
    for number in range(25):
        bring(f"session {number}", "a file")
    with pytest.raises(HTTPException):
        bring("one more", "a file")
    held.remove_session_files("session 0")
    assert bring("one more", "a file") == 1
