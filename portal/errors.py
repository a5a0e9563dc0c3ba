"""What may go wrong on purpose: every message is Japanese and says what to do next."""


class PortalError(Exception):
    """Something a person must be told; `message` is shown as it is."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(PortalError):
    """A rule said no: the state of things does not allow it."""

    status = 409


def refuse_if(reason: str | None) -> None:
    """Raises Refused with a rule's reason, when it gave one."""
    if reason:
        raise Refused(reason)


class NotFound(PortalError):
    """It is not there, or not there for this person: the two are never told apart."""

    status = 404

    def __init__(self, message: str = "お探しのものは見つかりません。番号をご確認のうえ、検索からやり直してください。") -> None:
        super().__init__(message)


class NotPermitted(PortalError):
    """The person signed in has no permission for this."""

    status = 403

    def __init__(self, message: str = "この操作の権限がありません。必要なときは所属長かシステム管理者へ申し出てください。") -> None:
        super().__init__(message)


class BadInput(PortalError):
    """What was sent cannot be read; nothing was stored."""

    status = 400


class Changed(PortalError):
    """Somebody else changed it meanwhile (optimistic lock)."""

    status = 409


class Misconfigured(Exception):
    """A setting is missing or wrong: the portal does not start."""
