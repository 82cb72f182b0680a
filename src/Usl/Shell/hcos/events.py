"""The journal as a stream of events."""

import json

from .errors import HcosError

SILENCE = 60  # seconds; the API says something every ten


class Events:
    """hcos.events.follow(): everything that happens, resumed without a gap when the connection breaks."""

    def __init__(self, connection):
        self._connection = connection

    def follow(self, start=None, filter=None, reconnects=10):
        """Yields events as dictionaries, each with its 'bookmark'. start: a bookmark, or 'beginning'."""
        last = None
        left = reconnects
        while True:
            headers = {"Last-Event-ID": last} if last else {}
            query = {"from": None if last else start, "filter": filter}
            try:
                with self._connection.open(
                        "GET", "/v1/events", query, headers=headers, timeout=SILENCE) as stream:
                    for happened in _events(stream):
                        last = happened["bookmark"]
                        left = reconnects
                        yield happened
            except (OSError, HcosError) as broken:
                if isinstance(broken, HcosError) and broken.status is not None or left <= 0:
                    raise
            left -= 1
            if left < 0:
                return


def _events(stream):
    bookmark, data = None, []
    for raw in stream:
        line = raw.decode().rstrip("\n")
        if line.startswith("id: "):
            bookmark = line[4:]
        elif line.startswith("data: "):
            data.append(line[6:])
        elif not line and data:
            happened = json.loads("\n".join(data))
            happened["bookmark"] = bookmark
            yield happened
            data = []
