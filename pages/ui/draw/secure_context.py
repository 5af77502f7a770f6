"""Secure contexts: to which pages a browser gives a camera, by the page's address."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st


def secure(address: str | None) -> bool:
    """Whether a page at this address may have a camera: over https, or from the same computer.

    So says the W3C's Secure Contexts. True if the address is not known: the browser will say.
    """
    try:
        parts = urlsplit(address or "")
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.scheme != "http":
        return True
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def here() -> bool:
    """Whether the page in view is one."""
    return secure(st.context.url)
