"""Settings, read once from the environment (or .env), typed; the portal does not start on a wrong or missing one."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from portal.errors import Misconfigured

# What a request for a medium may name as its ground; anything else is typed.
LEGAL_GROUNDS = (
    "番号法第9条第1項(個人番号利用事務)|予防接種法(予防接種の実施と記録)|新型インフルエンザ等対策特別措置法(予防接種の実施と記録)"
    "|個人情報保護法第69条第1項(法令に基づく場合)|個人情報保護法第69条第2項第1号(本人の同意)"
)
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Everything a city may set; the defaults that the sources leave unsure are listed in docs/decisions/003-settings.md."""

    database_url: str
    instance_dir: Path
    secret_key: str
    data_key: bytes
    municipality_code: str
    municipality_name: str
    prefecture_name: str
    demo: bool
    demo_password: str
    trusted_proxies: int
    hide_after_seconds: int
    end_after_seconds: int
    lock_after_failures: int
    lock_minutes: int
    fresh_proof_minutes: int
    password_min_length: int
    upload_max_bytes: int
    protection_lapses: bool
    seal_every_minutes: int
    seal_dir: Path
    office_opens_hour: int
    office_closes_hour: int
    chunk_rows: int
    chunk_hold_ms: int
    upload_keep_days: int
    office_lines: tuple[str, ...]
    arrival_late_days: int
    unregistered_number_start: int
    stop_dead_percent: int
    stop_moved_percent: int
    stop_vanished_percent: int
    stop_stranger_percent: int
    stop_from_people: int
    resident_number_length: int
    name_change_stops: bool
    voucher_bar_code: str
    voucher_history: str
    envelope_window: tuple[int, int, int, int]
    not_delivered_days: int
    hearing_questions: int
    number_per_person: bool
    media_longest_days: int
    legal_grounds: tuple[str, ...]
    archive_downloads: int
    archive_keep_days: int
    disclosure_days: int
    disclosure_extension_days: int
    mending_counts_first: bool
    disclosure_section: str
    disclosure_office_lines: tuple[str, ...]
    mayor: str
    proof_valid_days: int

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(overrides: Mapping[str, str] | None = None) -> Settings:
    """Environment first, then .env, then the defaults; `overrides` wins over all (tests).

    Raises Misconfigured with the name of the setting and what it must be.
    """
    source: dict[str, str] = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None}
    source |= {k: v for k, v in os.environ.items() if k.startswith("PORTAL_")}
    source |= dict(overrides or {})
    source = _demo_settings(source) | source
    _refuse_second_factor(source)
    instance = Path(source.get("PORTAL_INSTANCE_DIR") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=source.get("PORTAL_DATABASE_URL") or f"sqlite:///{instance / 'portal.db'}",
        instance_dir=instance,
        secret_key=_secret(source, "PORTAL_SECRET_KEY"),
        data_key=_key(source, "PORTAL_DATA_KEY"),
        municipality_code=source.get("PORTAL_MUNICIPALITY_CODE", "082210"),
        municipality_name=source.get("PORTAL_MUNICIPALITY_NAME", "ひたちなか市"),
        prefecture_name=source.get("PORTAL_PREFECTURE_NAME", "茨城県"),
        demo=_one_of(source, "PORTAL_DEMO", ("0", "1"), "0") == "1",
        demo_password=source.get("PORTAL_DEMO_PASSWORD", ""),
        trusted_proxies=_number(source, "PORTAL_TRUSTED_PROXIES", 0),
        protection_lapses=_one_of(source, "PORTAL_PROTECTION_LAPSES", ("0", "1"), "0") == "1",
        seal_every_minutes=_number(source, "PORTAL_SEAL_EVERY_MINUTES", 10),
        seal_dir=Path(source.get("PORTAL_SEAL_DIR") or instance / "seals").resolve(),
        office_opens_hour=_number(source, "PORTAL_OFFICE_OPENS_HOUR", 8),
        office_closes_hour=_number(source, "PORTAL_OFFICE_CLOSES_HOUR", 19),
        office_lines=_lines(source, "PORTAL_OFFICE_LINES", "保健福祉部 健康推進課|松戸町1丁目14番1号|電話 029-276-5222"),
        arrival_late_days=_number(source, "PORTAL_ARRIVAL_LATE_DAYS", 14),
        unregistered_number_start=_number_of_ten(source, "PORTAL_UNREGISTERED_NUMBER_START", 9_900_000_001),
        **_about_signing_in(source),
        **_about_files_in(source),
        **_about_vouchers(source),
        **_about_media(source),
        **_about_archives(source),
        **_about_disclosures(source),
    )


def _about_signing_in(source: Mapping[str, str]) -> dict[str, int]:
    return {
        "hide_after_seconds": _number(source, "PORTAL_HIDE_AFTER_SECONDS", 300),
        "end_after_seconds": _number(source, "PORTAL_END_AFTER_SECONDS", 900),
        "lock_after_failures": _number(source, "PORTAL_LOCK_AFTER_FAILURES", 5),
        "lock_minutes": _number(source, "PORTAL_LOCK_MINUTES", 15),
        "password_min_length": _number(source, "PORTAL_PASSWORD_MIN_LENGTH", 12),
        "fresh_proof_minutes": _number_between(source, "PORTAL_FRESH_PROOF_MINUTES", 10, least=1, most=60),
    }


def _about_files_in(source: Mapping[str, str]) -> dict[str, int]:
    return {
        "upload_max_bytes": _number(source, "PORTAL_UPLOAD_MAX_BYTES", 1024 * 1024 * 1024),
        "chunk_rows": _number_between(source, "PORTAL_CHUNK_ROWS", 2000, least=1, most=2000),
        "chunk_hold_ms": _number(source, "PORTAL_CHUNK_HOLD_MS", 100),
        "upload_keep_days": _number(source, "PORTAL_UPLOAD_KEEP_DAYS", 30),
        "resident_number_length": _number_up_to(source, "PORTAL_RESIDENT_NUMBER_LENGTH", 10, most=15),
        "stop_dead_percent": _number(source, "PORTAL_STOP_DEAD_PERCENT", 1),
        "stop_moved_percent": _number(source, "PORTAL_STOP_MOVED_PERCENT", 3),
        "stop_vanished_percent": _number(source, "PORTAL_STOP_VANISHED_PERCENT", 1),
        "stop_stranger_percent": _number(source, "PORTAL_STOP_STRANGER_PERCENT", 1),
        "stop_from_people": _number(source, "PORTAL_STOP_FROM_PEOPLE", 20),
    }


def _about_vouchers(source: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name_change_stops": _one_of(source, "PORTAL_NAME_CHANGE_STOPS", ("0", "1"), "1") == "1",
        "not_delivered_days": _number(source, "PORTAL_NOT_DELIVERED_DAYS", 14),
        "hearing_questions": _number_up_to(source, "PORTAL_HEARING_QUESTIONS", 2, most=6),
        "number_per_person": _one_of(source, "PORTAL_VOUCHER_NUMBERS", ("per_voucher", "per_person"), "per_voucher") == "per_person",
        "voucher_bar_code": _one_of(source, "PORTAL_VOUCHER_BARCODE", ("10", "18", "none"), "10"),
        "voucher_history": _one_of(source, "PORTAL_VOUCHER_HISTORY", ("verified", "recorded"), "verified"),
        "envelope_window": _window(source, "PORTAL_ENVELOPE_WINDOW", "20,12,90,45"),
    }


def _about_media(source: Mapping[str, str]) -> dict[str, Any]:
    return {
        "media_longest_days": _number_between(source, "PORTAL_MEDIA_LONGEST_DAYS", 14, least=1, most=366),
        "legal_grounds": _lines(source, "PORTAL_LEGAL_GROUNDS", LEGAL_GROUNDS),
    }


def _about_archives(source: Mapping[str, str]) -> dict[str, Any]:
    return {
        "archive_downloads": _number_between(source, "PORTAL_ARCHIVE_DOWNLOADS", 3, least=1, most=20),
        "archive_keep_days": _number(source, "PORTAL_ARCHIVE_KEEP_DAYS", 7),
    }


def _about_disclosures(source: Mapping[str, str]) -> dict[str, Any]:
    return {
        "disclosure_days": _number_between(source, "PORTAL_DISCLOSURE_DAYS", 30, least=1, most=30),
        "disclosure_extension_days": _number_between(source, "PORTAL_DISCLOSURE_EXTENSION_DAYS", 30, least=1, most=30),
        "mending_counts_first": _one_of(source, "PORTAL_MENDING_COUNTS_FIRST", ("0", "1"), "0") == "1",
        "disclosure_section": source.get("PORTAL_DISCLOSURE_SECTION", "somu"),
        "disclosure_office_lines": _lines(source, "PORTAL_DISCLOSURE_OFFICE", "総務部 総務課|東石川2丁目10番1号|電話 029-273-0111"),
        "mayor": source.get("PORTAL_MAYOR", "ひたちなか市長"),
        "proof_valid_days": _number(source, "PORTAL_PROOF_VALID_DAYS", 30),
    }


def _refuse_second_factor(source: Mapping[str, str]) -> None:
    if _one_of(source, "PORTAL_SECOND_FACTOR", ("required", "optional"), "required") == "required":
        raise Misconfigured(
            "二要素目の登録はまだ作られていません。パスワードだけで始めるときは PORTAL_SECOND_FACTOR=optional としてください。"
        )


def _demo_settings(source: Mapping[str, str]) -> dict[str, str]:
    """Without a key from elsewhere: the keys that `make run` wrote for its demo city, so that commands find the same portal."""
    written = Path(source.get("PORTAL_INSTANCE_DIR") or ROOT / "instance") / "demo.env"
    if source.get("PORTAL_SECRET_KEY") or not written.is_file():
        return {}
    return {name: value for name, value in dotenv_values(written).items() if value is not None}


def _secret(source: Mapping[str, str], name: str) -> str:
    value = source.get(name, "")
    if len(value) < 32:
        raise Misconfigured(f"{name} がありません。32文字以上の乱数を環境変数か .env に入れてください。")
    return value


def _key(source: Mapping[str, str], name: str) -> bytes:
    try:
        value = base64.b64decode(source.get(name, ""), validate=True)
    except binascii.Error as error:
        raise Misconfigured(f"{name} は base64 で書いた32バイトの鍵でなければなりません。") from error
    if len(value) != 32:
        raise Misconfigured(f"{name} がありません。base64 で書いた32バイトの鍵を環境変数か .env に入れてください。")
    return value


def _one_of(source: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = source.get(name, default)
    if value not in allowed:
        raise Misconfigured(f"{name} は {' か '.join(allowed)} のいずれかです。")
    return value


def _lines(source: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    """Lines of a printed page, separated by | in the setting."""
    lines = tuple(line.strip() for line in source.get(name, default).split("|") if line.strip())
    if not lines:
        raise Misconfigured(f"{name} には、画面や紙に出す行を | で区切って1行以上入れてください。")
    return lines


def _window(source: Mapping[str, str], name: str, default: str) -> tuple[int, int, int, int]:
    """Large enough for an address on a page that slips about (vouchers/envelope.py), and clear of what else stands on that page."""
    parts = [part.strip() for part in source.get(name, default).split(",")]
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        raise Misconfigured(f"{name} は、窓の左・上・幅・高さ(封筒の左上から、ミリメートルの整数)を 20,12,90,45 のように書きます。")
    left, top, width, height = (int(part) for part in parts)
    if width < 80 or height < 43 or left + width > 130 or top + height > 62:
        raise Misconfigured(f"{name} の窓は、幅80以上・高さ43以上で、封筒の左から130・上から62ミリメートルまでに収まるものにしてください。")
    return left, top, width, height


def _number(source: Mapping[str, str], name: str, default: int) -> int:
    value = source.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise Misconfigured(f"{name} は0以上の整数です。")
    return int(value)


def _number_between(source: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    value = _number(source, name, default)
    if not least <= value <= most:
        raise Misconfigured(f"{name} は{least}から{most}までの整数です。")
    return value


def _number_of_ten(source: Mapping[str, str], name: str, default: int) -> int:
    value = _number(source, name, default)
    if len(str(value)) != 10:
        raise Misconfigured(f"{name} は先頭が0でない10桁の番号です。")
    return value


def _number_up_to(source: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    return _number_between(source, name, default, least=0, most=most)
