"""What can go wrong."""


class HcosError(Exception):
    """A request that HCOS refused, or an operation that did not end as done.

    code: a stable word; detail: what was wrong; hint: what to do; operation: the operation, if there is one.
    """

    def __init__(self, code, detail, hint=None, status=None, operation=None):
        super().__init__(f"{code}: {detail}" + (f" ({hint})" if hint else ""))
        self.code = code
        self.detail = detail
        self.hint = hint
        self.status = status
        self.operation = operation
