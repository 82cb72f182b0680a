"""HCOS from Python, with nothing but the standard library."""

from .client import Hcos
from .errors import HcosError

__all__ = ["Hcos", "HcosError", "connect"]


def connect(url=None, token_file=None):
    """Connects to an API; by default the one that HCOS_URL and HCOS_TOKEN_FILE name."""
    return Hcos(url, token_file)
