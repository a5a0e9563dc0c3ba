"""Settings of the demo that `make run` serves: the environment, .env, and the demo's own file with its keys."""

import base64
import os
import secrets
from pathlib import Path

from children import say
from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
# The names are part of the outside interface: people script against them.
DEMO_ACCOUNTS = (
    "madoguchi",
    "madoguchi2",
    "daicho",
    "daicho2",
    "kacho",
    "daiketsu",
    "bucho",
    "somukacho",
    "somubucho",
    "baitai",
    "toiawase",
    "toiawase2",
    "soumu",
    "soumu2",
    "kansa",
    "kanri",
    "kaijo",
)

Settings = dict[str, str]


def settle_settings(*, may_begin_demo: bool) -> Settings:
    """The environment, then .env, then the demo's own file, which is written when nobody has given a key.

    A key given from outside means a portal of its own: a demo.env left behind in the folder is then not read.
    A folder with a database and no demo.env never becomes a demo: its keys are kept elsewhere, and the portal will ask for them.
    """
    settings = read_file(ROOT / ".env") | {name: value for name, value in os.environ.items() if value}
    instance = Path(settings.get("PORTAL_INSTANCE_DIR") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings["PORTAL_INSTANCE_DIR"] = str(instance)
    if settings.get("PORTAL_SECRET_KEY") or settings.get("PORTAL_DEMO") == "0":
        return settings
    demo_file = instance / "demo.env"
    if may_begin_demo and not demo_file.exists() and not any(instance.glob("*.db")):
        write_demo_settings(demo_file, settings.get("PORTAL_DEMO_PASSWORD") or readable_password())
    return read_file(demo_file) | settings


def read_file(path: Path) -> Settings:
    return {name: value for name, value in dotenv_values(path).items() if value is not None}


def write_demo_settings(path: Path, password: str) -> None:
    """Random keys of this demo's own, readable by the owner alone."""
    values = {
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "PORTAL_DEMO": "1",
        "PORTAL_DEMO_PASSWORD": password,
        "PORTAL_SECOND_FACTOR": "optional",
    }
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        for name, value in values.items():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            file.write(f"{name}='{escaped}'\n")


def readable_password() -> str:
    """Like Tamiko-sorune-4821: 45 bits, easy to read aloud, never a login name or a word."""
    syllables = "".join(secrets.choice("bdghkmnprstz") + secrets.choice("aeiou") for _ in range(6))
    return f"{syllables[:6].capitalize()}-{syllables[6:]}-{secrets.randbelow(9000) + 1000}"


def keep_demo_password(settings: Settings) -> None:
    """The demo's staff have the password of the day they were loaded, whatever the environment says since."""
    demo = read_file(Path(settings["PORTAL_INSTANCE_DIR"]) / "demo.env")
    if not demo or settings.get("PORTAL_SECRET_KEY") != demo.get("PORTAL_SECRET_KEY"):
        return
    loaded = demo.get("PORTAL_DEMO_PASSWORD", "")
    if settings.get("PORTAL_DEMO_PASSWORD") != loaded:
        say("PORTAL_DEMO_PASSWORD が変わっていますが、デモは前のパスワードのままです。変えるには make demo-reset を実行してください。")
        settings["PORTAL_DEMO_PASSWORD"] = loaded
