"""The arithmetic of the chain, pure: what a record's content is, and how it is tied to the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any


def canonical(value: object) -> str:
    """JSON with sorted keys and nothing to vary: the same facts are the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def subjects_sha256(resident_ids: Iterable[int]) -> str:
    """Over the ids in ascending order, one a line."""
    digest = hashlib.sha256()
    for resident_id in sorted(resident_ids):
        digest.update(f"{resident_id}\n".encode())
    return digest.hexdigest()


def content_sha256(record: Mapping[str, Any]) -> str:
    """The content of a record: every column except its place in the chain. `record["at"]` is aware."""
    at: datetime = record["at"]
    content = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "typed_sha256": sha256(record["typed"]) if record["typed"] is not None else "",
        **{
            name: record[name]
            for name in ("event", "staff_id", "staff_login", "address", "visit_id", "purpose", "facts", "subject_count", "subjects_sha256")
        },
    }
    return sha256(canonical(content))


def link(previous_hash: str, sequence: int, content: str) -> str:
    """The hash of a record: the previous one, its own number and its content. PostgreSQL computes the same (audit_append)."""
    return sha256(f"{previous_hash}|{sequence}|{content}")
