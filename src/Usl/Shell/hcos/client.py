"""The client: nouns and verbs, made at run time from the API's own OpenAPI document."""

import re
import time
import urllib.parse
import uuid

from .connection import Connection
from .errors import HcosError
from .events import Events

WAIT = 300  # seconds that one request waits; an operation that takes longer is asked for again


class Hcos:
    """hcos.servers.create(name="web-1"), hcos.servers.list(), hcos.events.follow(), …"""

    def __init__(self, url=None, token_file=None):
        self._connection = Connection(url, token_file)
        self._document = self._connection.call("GET", "/openapi/v1.json")
        nouns = {}
        for path, methods in self._document["paths"].items():
            for method, described in methods.items():
                noun, verb = described["operationId"].split(".")
                call = Call(self._connection, method.upper(), path, described)
                nouns.setdefault(noun, {})[verb.replace("-", "_")] = call
        for noun, verbs in nouns.items():
            setattr(self, noun, Noun(noun, verbs))
        self.events = Events(self._connection)

    def __repr__(self):
        return f"<HCOS at {self._connection.url}>"


class Noun:
    """The verbs of one noun."""

    def __init__(self, name, verbs):
        self._name = name
        for verb, call in verbs.items():
            setattr(self, verb, call)

    def __repr__(self):
        verbs = sorted(name for name in vars(self) if not name.startswith("_"))
        return f"<{self._name}: {', '.join(verbs)}>"


class Call:
    """One operation. Writes wait until it has ended and raise HcosError unless it is done."""

    def __init__(self, connection, method, path, described):
        self._connection = connection
        self._method = method
        self._path = path
        self._kind = described["x-hcos-kind"]
        self.name = described["operationId"]
        self.__doc__ = described["summary"] + "\n\nExample: " + described.get("x-hcos-example", "")
        self._query = [p["name"] for p in described.get("parameters", []) if p["in"] == "query"]
        content = described.get("requestBody", {}).get("content", {})
        self._manifest = "application/yaml" in content
        schema = content.get("application/json", {}).get("schema", {})
        self._members = [] if self._manifest else list(schema.get("properties", {}))

    def __call__(self, *subject, **given):
        path = self._fill(subject, given)
        if self._kind == "read":
            return self._read(path, self._pick(self._query, given))
        wait = given.pop("wait", True)
        plan = given.pop("plan", False)
        key = given.pop("idempotency_key", None) or str(uuid.uuid4())
        body, content_type = self._body(given)
        query = {"wait": WAIT if wait and self._kind == "write" else None, "plan": "true" if plan else None}
        answer = self._connection.call(
            self._method, path, query, body, content_type, {"Idempotency-Key": key})
        return answer if plan or not wait or self._kind != "write" else self._ended(answer)

    def __repr__(self):
        return f"<{self.name}({', '.join(self._members or self._query)})>"

    def _fill(self, subject, given):
        if "{id}" not in self._path:
            if subject and self._manifest:
                given["manifest"] = subject[0]
            elif subject and "name" in self._members:
                given["name"] = subject[0]
            elif subject:
                raise TypeError(f"{self.name} takes no subject")
            return self._path
        named = subject[0] if subject else given.pop("id", None)
        if not named:
            raise TypeError(f"{self.name} needs the id or the name of its subject")
        return self._path.replace("{id}", urllib.parse.quote(str(named), safe=""))

    def _body(self, given):
        if self._manifest:
            text = given.pop("manifest", None)
            if given or text is None:
                raise TypeError(f"{self.name} takes a manifest")
            return text, "application/yaml"
        body = self._pick(self._members, given)
        return (body if body or self._members else None), "application/json"

    def _pick(self, known, given):
        """Names as the API has them, in snake case, or without the unit: memoryBytes, memory_bytes, memory."""
        names = {}
        for name in known:
            names[name] = name
            names[_snake(name)] = name
            if name.endswith("Bytes"):
                names.setdefault(name[:-5], name)
        unknown = [name for name in given if name not in names]
        if unknown:
            raise TypeError(f"{self.name} has no {', '.join(unknown)}; it has {', '.join(known)}")
        return {names[name]: value for name, value in given.items() if value is not None}

    def _read(self, path, query):
        answer = self._connection.call("GET", path, query)
        if not self.name.endswith(".list"):
            return answer
        items = answer["items"]
        while "next" in answer and "limit" not in query:
            answer = self._connection.call("GET", path, {**query, "cursor": answer["next"]})
            items += answer["items"]
        return items

    def _ended(self, operation):
        while operation["status"] != "ended":
            operation = self._connection.call("GET", "/v1/operations/" + operation["id"])
            if operation["status"] != "ended":
                time.sleep(0.5)
        if operation["outcome"] != "done":
            raise HcosError(
                operation.get("code", operation["outcome"]),
                operation.get("reason") or f"the operation ended as {operation['outcome']}",
                operation=operation)
        return operation


def _snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
