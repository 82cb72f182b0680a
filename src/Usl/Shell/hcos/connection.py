"""The wire: requests with a bearer token, answers as JSON, problems as HcosError."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

from .errors import HcosError

DEFAULT_URL = "http://127.0.0.1:7070"
LONGEST_ANSWER = 330  # seconds; a write waits up to 300
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Connection:
    """Talks to one API. The token is read from a file, never taken from an argument list."""

    def __init__(self, url=None, token_file=None):
        self.url = (url or os.environ.get("HCOS_URL") or DEFAULT_URL).rstrip("/")
        self._token_file = token_file or os.environ.get("HCOS_TOKEN_FILE")
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise HcosError("plain-http", "a token over plain http is sent on loopback only", "use https")
        # Proxies of the surroundings are not meant for the platform.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method, path, query=None, body=None, content_type="application/json", headers=None):
        """Sends a request; answers the JSON of the answer."""
        with self.open(method, path, query, body, content_type, headers) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def open(self, method, path, query=None, body=None, content_type="application/json", headers=None,
             timeout=LONGEST_ANSWER):
        """Sends a request; answers the open answer."""
        wanted = {name: value for name, value in (query or {}).items() if value is not None}
        url = self.url + path + ("?" + urllib.parse.urlencode(wanted) if wanted else "")
        data = None
        if body is not None:
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        token = self._token()
        if token:
            request.add_header("Authorization", "Bearer " + token)
        if data is not None:
            request.add_header("Content-Type", content_type)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            return self._opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as refused:
            raise _problem(refused) from None
        except urllib.error.URLError as failed:
            raise HcosError("unreachable", f"{self.url} does not answer: {failed.reason}", "is it up?") from None

    def _token(self):
        if not self._token_file:
            return None
        try:
            with open(self._token_file, encoding="utf-8") as file:
                return file.read().strip()
        except OSError as failed:
            raise HcosError("no-token", f"the token cannot be read: {failed}", "set HCOS_TOKEN_FILE") from None


def _problem(refused):
    try:
        told = json.loads(refused.read())
    except ValueError:
        told = {}
    return HcosError(
        told.get("code", "http-error"),
        told.get("detail", f"the answer was {refused.code}"),
        told.get("hint"),
        refused.code,
        told.get("operation"))
