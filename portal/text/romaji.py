"""stand-in"""

from portal.text.folding import kana_key


def sound_key_of_name(kana: str) -> str:
    return kana_key(kana)


def readings_of(latin: str) -> tuple[str, ...]:
    return ()
