"""What a dose file may tell of a dose, as the ledger names it: 別添1 without the ※ items (S1-2, S1-3). Layouts say where each stands."""

from portal.intake.cells import Column, Kind

COLUMNS: tuple[Column, ...] = (
    Column("宛名番号", "resident_number", Kind.NUMBER, length=15, example="0004000001"),
    Column("予防接種区分", "programme_code", Kind.TEXT, needed=True, length=60, example="covid"),
    Column("接種回数", "dose_number", Kind.COUNT, needed=True, length=2, example="1"),
    Column("要注意者", "caution", Kind.TEXT, length=200),
    Column("罹患", "past_infection", Kind.TEXT, length=200),
    Column("転入前実施サイン", "before_moving_in", Kind.SIGN, example="0"),
    Column("実施方法", "method", Kind.TEXT, length=20, example="個別"),
    Column("実施内容", "content", Kind.TEXT, length=20, example="接種"),
    Column("接種日", "given_on", Kind.DAY, needed=True, example="R5.10.20"),
    Column("接種日年齢", "age_when_given", Kind.COUNT, length=3, example="75"),
    Column("接種量", "volume_ml", Kind.VOLUME, example="0.30"),
    Column("医療機関", "institution", Kind.TEXT, length=60, example="なかね内科"),
    Column("予診医師", "screening_doctor", Kind.TEXT, length=40),
    Column("接種医師", "giving_doctor", Kind.TEXT, length=40),
    Column("ロットNo.", "lot_number", Kind.TEXT, length=20, example="ZX1180"),
    Column("製造メーカー", "manufacturer", Kind.TEXT, length=40, example="ファイザー"),
    Column("請求月", "claim_month", Kind.MONTH, example="R5.11"),
    Column("助成金額", "subsidy_yen", Kind.COUNT, length=7, example="2070"),
    Column("自治体コード", "municipality_code", Kind.NUMBER, length=6, exact=True, example="082210"),
    Column("接種券番号", "voucher_number", Kind.NUMBER, length=10, exact=True, example="0000400001"),
)
# Told by a file, held by no column of the ledger: when the other system was given the record.
REGISTERED_AT = Column("登録日時", "registered_at", Kind.TEXT, length=20, example="20231020143000")
BY_FIELD = {column.field: column for column in (*COLUMNS, REGISTERED_AT)}
# Everything of a dose that a file says; the key (person, programme, number) is compared by finding it.
COMPARED = tuple(column.field for column in COLUMNS if column.field not in ("resident_number", "programme_code", "dose_number"))
WIDTHS = {"voucher_number": 10, "municipality_code": 6}
ONLY_WITH_APPLICATION = "接種証明書の申請があるときだけ記録する項目(※)です。空でも受け付けません。列ごと除いて出し直してください。"
REFUSED = {
    "個人番号": "個人番号はこの取込では受け付けません(保存もしていません)。列ごと除いて出し直してください。",
    **dict.fromkeys(("ワクチン種類", "製品名", "旅券関係情報", "証明書ID", "証明書発行年月日"), ONLY_WITH_APPLICATION),
}
