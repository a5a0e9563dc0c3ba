"""Where the demo city's people live and are vaccinated: streets with house numbers beyond the real ones, invented buildings and clinics."""

from dataclasses import dataclass
from random import Random

from portal.demo.chance import happens, pick, whole

MUNICIPALITY_CODE = "082210"

# (字・町名, 郵便番号); the register leaves out the city's own name.
STREETS = (
    ("大字中根", "3120011"),
    ("大字馬渡", "3120012"),
    ("大字東石川", "3120052"),
    ("大字津田", "3120032"),
    ("大字田彦", "3120063"),
    ("大字高場", "3120062"),
    ("大字佐和", "3120061"),
    ("大字稲田", "3120061"),
    ("大字足崎", "3120003"),
    ("大字長砂", "3120001"),
    ("大字高野", "3120002"),
    ("大字市毛", "3120033"),
    ("大字堀口", "3120034"),
    ("大字枝川", "3120035"),
    ("青葉町", "3120042"),
    ("笹野町", "3120018"),
    ("外野", "3120041"),
    ("松戸町", "3120016"),
    ("西大島", "3120036"),
    ("大平", "3120057"),
)
OTHER_PLACES = (
    ("水戸市", "082015", "茨城県水戸市大字河和田9411番地8", "3114152"),
    ("日立市", "082023", "茨城県日立市大みか町9丁目98番7号", "3191221"),
    ("那珂市", "082261", "茨城県那珂市菅谷9830番地2", "3110105"),
    ("東海村", "083411", "茨城県那珂郡東海村大字村松9750番地", "3191112"),
    ("いわき市", "072044", "福島県いわき市平字梅本990番地1", "9708026"),
    ("宇都宮市", "092011", "栃木県宇都宮市旭9丁目99番5号", "3200000"),
    ("世田谷区", "131121", "東京都世田谷区世田谷9丁目98番27号", "1540017"),
)
_BUILDINGS = (
    "コーポあおば",
    "メゾン中根",
    "ひだまりハイツ",
    "サンコート田彦",
    "青葉レジデンス",
    "グリーンヒルつだ",
    "第二かしま荘",
    "リバーサイド枝川",
)
_LONG_BUILDINGS = (
    "市営青葉町住宅第十二号棟東側エレベーター三階三百五号室(郵便物は一階管理人室気付、玄関脇の青い受箱へ)",
    "サービス付き高齢者向け住宅ひだまりの丘なかね弐番館南ウイング4階427号室 介護職員詰所気付",
    "株式会社なかね精密工業高場独身寮ヴィラ・コンフォルターヴレ・ひたち野プレミアムレジデンスⅢ 1012号室",
)


@dataclass(frozen=True)
class Home:
    postal_code: str
    address: str
    building: str
    phone: str


@dataclass(frozen=True)
class Institution:
    """An invented clinic or hall with the invented doctors who work there."""

    name: str
    method: str
    doctors: tuple[str, ...]


def _clinics(text: str) -> tuple[Institution, ...]:
    entries = (entry.split(":") for entry in text.split())
    return tuple(Institution(name, "個別", tuple(doctor.replace("_", " ") for doctor in doctors.split(","))) for name, doctors in entries)


CLINICS = _clinics("""
なかね内科:中根_一成,中根_陽 つだファミリークリニック:津田_千里 田彦駅前医院:宇野_修平 青葉町こどもクリニック:沼田_あおい
さわ胃腸科内科:佐和_健吾 高場整形外科:高場_亮介 かつた中央診療所:平沼_克也,仁平_文 まわたり循環器内科:馬渡_真
ささのレディースクリニック:笹野_佳代 稲田耳鼻咽喉科:稲田_静 あじがうら海岸医院:磯_弘光 枝川クリニック:枝川_信
ほりぐち皮膚科:堀口_理沙 外野内科小児科:外野_恒 大平脳神経クリニック:大平_徹 足崎ホームケア医院:足崎_望 ひがし石川診療所:石川_篤志
市毛内科:市毛_透,市毛_由紀 高野の森病院:高野_進,会沢_要,深谷_明日香 長砂医院:長砂_勲
""")
HALLS = (
    Institution("総合体育館(集団)", "集団", ("綿引 大地", "住谷 美和", "郡司 圭一")),
    Institution("青葉町会館(集団)", "集団", ("照沼 昇", "飛田 由里")),
    Institution("市役所第二庁舎(集団)", "集団", ("寺門 健", "檜山 さつき", "川又 裕")),
)
ADULTS_CLINICS = tuple(clinic for clinic in CLINICS if "こども" not in clinic.name and "レディース" not in clinic.name)
CHILDRENS_CLINICS = (CLINICS[3], CLINICS[1], CLINICS[13], CLINICS[18])


def home(chance: Random) -> Home:
    """An address of the city whose house number lies beyond the real ones, and a telephone number of the unused exchange 000."""
    street, postal_code = pick(chance, STREETS)
    branch = f"{whole(chance, 1, 28)}" if happens(chance, 0.7) else ""
    address = f"{street}{whole(chance, 9001, 9998)}番地{branch}"
    building = f"{pick(chance, _BUILDINGS)}{whole(chance, 1, 4)}0{whole(chance, 1, 9)}号" if happens(chance, 0.3) else ""
    return Home(postal_code, address, building, phone(chance) if happens(chance, 0.75) else "")


def phone(chance: Random) -> str:
    return f"029-000-{whole(chance, 0, 9999):04d}"


def long_building(chance: Random) -> str:
    """A 方書 that needs lines of its own."""
    return pick(chance, _LONG_BUILDINGS)
