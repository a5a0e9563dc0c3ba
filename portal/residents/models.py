"""The register as the portal keeps it: one row a person, every change beside it, nothing deleted (S1-1, S2-1)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, PartialDay, word_column
from portal.residents.keys import LONGEST_KEY, LONGEST_PLACE
from portal.residents.rules import Category, Movement, Protection, RecordState, Sex
from portal.text.wareki import PartialDate

Key = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")
PlaceKey = String(LONGEST_PLACE).with_variant(String(LONGEST_PLACE, collation="C"), "postgresql")
PhoneKey = String(20).with_variant(String(20, collation="C"), "postgresql")


class Resident(Model):
    """A person of the register. Names stay as written (IVS, 外字); the keys are what searches compare (residents/keys.py).

    `first_import_id`, `registered_at`: which file brought the person, and when. Only records that are CURRENT are found and shown.
    The parts of the keys are indexed by pairs of characters beside this table (migrations/versions/0003).
    """

    __tablename__ = "resident"
    __table_args__ = (
        Index("ix_resident_birth_kana_key", "birth", "kana_key"),
        Index("ix_resident_kana_key", "kana_key"),
        Index("ix_resident_name_key", "name_key"),
        Index("ix_resident_former_key", "former_key"),
        Index("ix_resident_alias_key", "alias_key"),
        Index("ix_resident_roman_key", "roman_key", sqlite_where=text("roman_key <> ''"), postgresql_where=text("roman_key <> ''")),
        Index("ix_resident_phone_key", "phone_key", sqlite_where=text("phone_key <> ''"), postgresql_where=text("phone_key <> ''")),
        Index(
            "ix_resident_protection",
            "id",
            sqlite_where=text("protection IS NOT NULL"),
            postgresql_where=text("protection IS NOT NULL"),
        ),
        Index("ix_resident_first_import_id", "first_import_id"),
        Index(
            "ix_resident_gone",
            "category",
            "id",
            sqlite_where=text("category IN ('3', '4')"),
            postgresql_where=text("category IN ('3', '4')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    resident_number: Mapped[str] = mapped_column(String(20), unique=True)
    integrated_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    household_number: Mapped[str] = mapped_column(String(20), default="", index=True)
    name: Mapped[str] = mapped_column(String(200))
    kana: Mapped[str] = mapped_column(String(200), default="")
    former_surname: Mapped[str] = mapped_column(String(100), default="")
    alias_name: Mapped[str] = mapped_column(String(200), default="")
    roman_name: Mapped[str] = mapped_column(String(200), default="")
    birth: Mapped[PartialDate] = mapped_column(PartialDay)
    sex: Mapped[Sex] = mapped_column(word_column(Sex))
    postal_code: Mapped[str] = mapped_column(String(7), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    building: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    category: Mapped[Category] = mapped_column(word_column(Category))
    movement: Mapped[Movement | None] = mapped_column(word_column(Movement))
    moved_on: Mapped[date | None]
    protection: Mapped[Protection | None] = mapped_column(word_column(Protection))
    protected_from: Mapped[date | None]
    protected_until: Mapped[date | None]
    name_key: Mapped[str] = mapped_column(Key)
    kana_key: Mapped[str] = mapped_column(Key)
    former_key: Mapped[str] = mapped_column(Key, default="")
    alias_key: Mapped[str] = mapped_column(Key, default="")
    roman_key: Mapped[str] = mapped_column(Key, default="")
    sound_key: Mapped[str] = mapped_column(Key, default="")
    place_key: Mapped[str] = mapped_column(PlaceKey, default="")
    phone_key: Mapped[str] = mapped_column(PhoneKey, default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("file_import.id"))
    version: Mapped[int] = mapped_column(default=1)
    record_state: Mapped[RecordState] = mapped_column(
        word_column(RecordState), default=RecordState.CURRENT, server_default=RecordState.CURRENT.value
    )
    first_import_id: Mapped[int | None]
    registered_at: Mapped[datetime | None] = mapped_column(Moment)


class ResidentChange(Model):
    """One value that changed: before, after, when, from which file or by whom.

    `undone`: its import was taken back since; `is_return`: this line is the way back.
    """

    __tablename__ = "resident_change"
    __table_args__ = (
        Index("ix_resident_change_resident_id_at", "resident_id", "at"),
        Index("ix_resident_change_import_id_resident_id", "import_id", "resident_id"),
        Index(
            "ix_resident_change_name",
            "resident_id",
            "at",
            sqlite_where=text("field = 'name'"),
            postgresql_where=text("field = 'name'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("file_import.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    undone: Mapped[bool] = mapped_column(default=False, server_default="0")
    is_return: Mapped[bool] = mapped_column(default=False, server_default="0")
