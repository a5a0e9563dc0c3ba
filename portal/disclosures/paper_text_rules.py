"""What each notice says, in words that a citizen understands; the law is named by its articles (domain-privacy.md §2.4, §2.5). Pure.

An extension and a 補正 decide nothing that could be appealed against, and so carry no 教示 (行政不服審査法82条 asks for it with a 処分).
"""

from portal.disclosures.clock_rules import CLAIM_DAYS, WISH_DAYS
from portal.disclosures.decision_rules import DRAFT_WORDS, Decision, DoingWay, DraftKind, Exemption
from portal.disclosures.paper_rules import AT_THE_OFFICE, AskedCase, City, Notice, Noticed, Part
from portal.disclosures.rules import KIND_WORDS, CaseKind, RequesterKind
from portal.text.wareki import format_date

LAW = "個人情報の保護に関する法律"
MENDING_ARTICLES = {CaseKind.DISCLOSURE: "第77条第3項", CaseKind.CORRECTION: "第91条第3項", CaseKind.SUSPENSION: "第99条第3項"}
PERIOD_ARTICLES = {CaseKind.DISCLOSURE: "第83条第1項", CaseKind.CORRECTION: "第94条第1項", CaseKind.SUSPENSION: "第102条第1項"}
EXTENSION_ARTICLES = {CaseKind.DISCLOSURE: "第83条第2項", CaseKind.CORRECTION: "第94条第2項", CaseKind.SUSPENSION: "第102条第2項"}
SPECIAL_ARTICLES = {CaseKind.DISCLOSURE: "第84条", CaseKind.CORRECTION: "第95条", CaseKind.SUSPENSION: "第103条"}
ENDS = {CaseKind.DISCLOSURE: "開示", CaseKind.CORRECTION: "訂正", CaseKind.SUSPENSION: "利用停止"}
EXEMPTION_TEXTS = {
    Exemption.LIFE: "法第78条第1項第1号(開示すると、ご本人の生命、健康、生活または財産を害するおそれがある情報)",
    Exemption.OTHERS: "法第78条第1項第2号(ご本人以外の個人に関する情報)",
    Exemption.COMPANY: "法第78条第1項第3号(法人その他の団体や、事業を営む個人のその事業に関する情報)",
    Exemption.DELIBERATION: "法第78条第1項第6号(市や国などの内部または相互の審議、検討または協議に関する情報)",
    Exemption.AFFAIRS: "法第78条第1項第7号(市や国などの事務または事業に関する情報で、開示すると適正な実施に支障を及ぼすおそれがあるもの)",
}
DECIDED_TEXTS = {
    Decision.FULL: "全部を開示します。",
    Decision.PARTIAL: "一部を開示します(法第79条)。",
    Decision.REFUSED: "全部を開示しません(不開示)。",
    Decision.HIDDEN: "あるかないかを答えずに、開示の請求を拒みます(法第81条)。",
    Decision.NOT_HELD: "市が保有していないため、開示しません(不存在)。",
}
WAY_TEXTS = {
    DoingWay.VIEW: "閲覧(市の事務所で見る)",
    DoingWay.COPY: "写しの交付(市の事務所で受け取る)",
    DoingWay.POSTED_COPY: "写しの送付(郵送で受け取る)",
    DoingWay.ELECTRONIC: "電子データの交付",
}
GAP_SENTENCES = {
    "no_name": "請求者の氏名が書かれていません。氏名を書いてください。",
    "no_address": "請求者の住所または居所が書かれていません。住所または居所を書いてください。",
    "not_said": "どの情報を求めるのかがわかりません。事業の名前、時期、書類の名前などを書いてください。",
    "no_claim": "請求の趣旨と理由が書かれていません。何を、どのようなわけで求めるのかを書いてください。",
    "no_earlier": "開示を受けた日と、開示決定通知書の番号や日付が書かれていません。",
    "no_person": "代理人の請求ですが、ご本人の氏名、住所、状況(未成年者、成年被後見人、委任した方)が書かれていません。",
    "no_identity": "請求者の本人確認書類(運転免許証など。郵送のときはその写し)がありません。個人番号カードは表の面だけを写してください。",
    "no_authority": "代理人であることがわかる書類(戸籍謄本、登記事項証明書、委任状など。請求の前30日以内に作られた原本)がありません。",
    "no_resident_record": "郵送の請求に必要な住民票の写し(請求の前30日以内に作られた原本。個人番号の載っていないもの)がありません。",
    "old_paper": "出された書類は、作られてから30日を過ぎています。新しいものを出してください。",
}
NEITHER = "この通知は、請求のあった情報があることも、ないことも示すものではありません。"


def notice_of(case: AskedCase, draft: Noticed, city: City) -> Notice:
    """Of a draft for which why_not_notice() gives no reason."""
    return {
        DraftKind.MENDING: _mending,
        DraftKind.GRANT: _grant,
        DraftKind.REFUSAL: _refusal,
        DraftKind.EXTENSION: _extension,
        DraftKind.SPECIAL: _special,
    }[draft.kind](case, draft, city)


def teaching_of(city: City) -> tuple[str, ...]:
    """教示 of a decision (行政不服審査法82条1項・18条, 行政事件訴訟法46条・14条): asked of the mayor, who has nobody above him."""
    return (
        f"この決定に不服がある場合は、この決定があったことを知った日の翌日から起算して3か月以内に、{city.mayor}に対して審査請求をすることが"
        "できます(その期間内であっても、この決定の日の翌日から起算して1年を経過すると、審査請求をすることができなくなります)。",
        f"この決定の取消しを求める訴え(取消訴訟)は、この決定があったことを知った日の翌日から起算して6か月以内に、{city.name}を被告として"
        f"(訴訟において{city.name}を代表する者は{city.mayor}です。)、裁判所に提起することができます(その期間内であっても、この決定の日の"
        "翌日から起算して1年を経過すると、提起することができなくなります)。",
        "審査請求をした場合の取消訴訟は、その審査請求に対する裁決があったことを知った日の翌日から起算して6か月以内に提起することができます"
        "(その期間内であっても、裁決の日の翌日から起算して1年を経過すると、提起することができなくなります)。",
    )


def copy_fee_words(mono: int, colour: int) -> str:
    """By the city's table of fees; an amount of nought is none that was set."""
    prices = [f"{name}1面につき{yen:,}円" for name, yen in (("白黒", mono), ("カラー", colour)) if yen]
    if not prices:
        return "写しの作成に費用がかかるときは、申出を受けてから額をお知らせします。"
    return f"写しの交付を受けるときは、{'、'.join(prices)}の費用がかかります。送付を受けるときは、送付の費用もかかります。"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Each line that was typed a paragraph; empty ones are left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def gap_sentences(gaps: str, words: str) -> tuple[str, ...]:
    """Each gap as a citizen reads it; what an officer wrote beside them (behind the colon) comes last."""
    known = [GAP_SENTENCES[gap] for gap in gaps.split(",") if gap in GAP_SENTENCES]
    if not known:
        return paragraphs_of(words)
    _, _, written = words.partition(": ")
    return (*known, *paragraphs_of(written))


def _lead(case: AskedCase, article: str, end: str) -> str:
    asked = f"{format_date(case.received_on)}に受け付けた{KIND_WORDS[case.kind]}請求({case.number})"
    return f"{asked}について、{LAW}(以下「法」といいます。){article}の規定により、{end}"


def _asked(case: AskedCase, draft: Noticed) -> tuple[Part, ...]:
    """For whom it is asked, and what: always in the words of the request, which reveal nothing that the requester did not write."""
    person = (Part("ご本人", (case.person_name,)),) if case.requester is not RequesterKind.SELF and case.person_name else ()
    items = (Part("請求のあった\n保有個人情報", numbered([item.words for item in draft.items])),) if draft.items else ()
    return person + items


def numbered(words: list[str]) -> tuple[str, ...]:
    return tuple(words) if len(words) == 1 else tuple(f"{place} {each}" for place, each in enumerate(words, 1))


def _decided(draft: Noticed) -> Part:
    texts = [DECIDED_TEXTS[item.decision] for item in draft.items if item.decision is not None]
    return Part("決定の内容", (texts[0],) if len(set(texts)) == 1 else numbered(texts))


def _grant(case: AskedCase, draft: Noticed, city: City) -> Notice:
    left_out = (
        Part("開示しない部分", paragraphs_of(draft.partly)),
        Part("開示しない根拠", tuple(EXEMPTION_TEXTS[each] for each in draft.exemptions)),
        Part("開示しない理由", paragraphs_of(draft.reason)),
    )
    return Notice(
        title=DRAFT_WORDS[DraftKind.GRANT],
        law=f"{LAW}第82条第1項",
        lead=_lead(case, "第82条第1項", "次のとおり開示することに決定したので、通知します。"),
        parts=(
            *_asked(case, draft),
            _decided(draft),
            *(left_out if draft.has(Decision.PARTIAL) else ()),
            Part("利用目的", paragraphs_of(draft.purpose)),
            *_doing(case, draft, city),
        ),
        teaching=teaching_of(city),
    )


def _doing(case: AskedCase, draft: Noticed, city: City) -> tuple[Part, ...]:
    """What 法82条1項 leaves to the 政令: ways, days, hours and places, sending; then how to go on (87条3項・4項)."""
    ways = "、".join(WAY_TEXTS[way] for way in draft.ways)
    more = "この中から選べます。部分ごとに違う方法を選ぶことも、一部だけの開示を求めることもできます。" if len(draft.ways) > 1 else ""
    at_office = any(way in AT_THE_OFFICE for way in draft.ways)
    return (
        Part("開示の実施の方法", tuple(text for text in (f"{ways}。{more}",) if text)),
        *((Part("開示を受けられる\n日・時間・場所", (*paragraphs_of(draft.places), "希望する日を選んでください。")),) if at_office else ()),
        *((Part("写しの送付の\n準備日数と費用", paragraphs_of(draft.postage)),) if DoingWay.POSTED_COPY in draft.ways else ()),
        Part(
            "方法の申出",
            (
                f"この通知を受けた日の翌日から数えて{WISH_DAYS}日以内に、同封の「開示の実施方法等申出書」を出してください(法第87条第3項・第4項)。"
                "期間の最後の日が市の閉庁日のときは、次の開庁日までです。",
                "期間を過ぎると、正当な理由があるときを除いて開示を受けられず、もう一度、開示請求が必要になります。",
            ),
        ),
        *((Part("当日お持ち\nいただくもの", (_to_bring(case),)),) if at_office else ()),
        Part("費用", _fees(case, city)),
        Part(
            "開示を受けたあと",
            (
                f"内容が事実でないと思うときは訂正を、法に反して取り扱われていると思うときは利用の停止などを、"
                f"開示を受けた日から{CLAIM_DAYS}日以内に請求できます(法第90条・第98条)。",
            ),
        ),
    )


def _to_bring(case: AskedCase) -> str:
    who = "ご本人" if case.requester is RequesterKind.SELF else "代理人の方"
    lost = "" if case.requester is RequesterKind.SELF else "開示の前に代理人でなくなったときは、すぐに書面で届け出てください。"
    return f"この通知書と、{who}の本人確認書類(運転免許証、個人番号カードなど)をお持ちください。{lost}"


def _fees(case: AskedCase, city: City) -> tuple[str, ...]:
    waiver = ("経済的に困難な方などは、費用の減額や免除を受けられることがあります。申出の前にご相談ください。",) if case.is_specific else ()
    return (city.copy_fee, *waiver)


def _refusal(case: AskedCase, draft: Noticed, city: City) -> Notice:
    return Notice(
        title=DRAFT_WORDS[DraftKind.REFUSAL],
        law=f"{LAW}第82条第2項",
        lead=_lead(case, "第82条第2項", "次のとおり開示しないことに決定したので、通知します。"),
        parts=(
            *_asked(case, draft),
            _decided(draft),
            Part("開示しない根拠", _grounds(draft)),
            Part("開示しない理由", paragraphs_of(draft.reason)),
            *((Part("お知らせ", (NEITHER,)),) if draft.has(Decision.HIDDEN) else ()),
        ),
        teaching=teaching_of(city),
    )


def _grounds(draft: Noticed) -> tuple[str, ...]:
    """The number for what is refused; for 81条 the number that the mere answer would disclose; nothing is held: 82条2項 itself."""
    texts = tuple(EXEMPTION_TEXTS[each] for each in draft.exemptions)
    would = "、".join(texts) if texts else "法第78条第1項各号の情報"
    return (
        *(texts if draft.has(Decision.REFUSED) else ()),
        *((f"法第81条(あるかないかを答えるだけで、次の情報を開示することになるとき): {would}",) if draft.has(Decision.HIDDEN) else ()),
        *(("法第82条第2項(開示請求に係る保有個人情報を保有していないとき)",) if draft.has(Decision.NOT_HELD) else ()),
    )


def _extension(case: AskedCase, draft: Noticed, city: City) -> Notice:
    assert draft.until is not None
    article = EXTENSION_ARTICLES[case.kind]
    first = (Part("はじめの期限", (format_date(draft.first_due),)),) if draft.first_due else ()
    return Notice(
        title=DRAFT_WORDS[DraftKind.EXTENSION],
        law=f"{LAW}{article}",
        lead=_lead(case, article, "次のとおり、決定の期限を延長することにしたので、通知します。"),
        parts=(
            *_asked(case, draft),
            *first,
            Part("延長後の期間", (f"{draft.days}日延長し、{format_date(draft.until)}までに決定します。",)),
            Part("延長の理由", paragraphs_of(draft.reason)),
            Part("お知らせ", (f"{ENDS[case.kind]}をするかどうかは、決定したときに、あらためて書面でお知らせします。",)),
        ),
    )


def _special(case: AskedCase, draft: Noticed, city: City) -> Notice:
    assert draft.rest_until is not None
    article = SPECIAL_ARTICLES[case.kind]
    return Notice(
        title=DRAFT_WORDS[DraftKind.SPECIAL],
        law=f"{LAW}{article}",
        lead=_lead(case, article, "次のとおり、決定の期限の特例を適用することにしたので、通知します。"),
        parts=(
            *_asked(case, draft),
            Part("特例を適用する\n理由", paragraphs_of(draft.reason)),
            *_first_part(case, draft),
            Part("お知らせ", (f"{ENDS[case.kind]}をするかどうかは、決定したときに、あらためて書面でお知らせします。",)),
        ),
    )


def _first_part(case: AskedCase, draft: Noticed) -> tuple[Part, ...]:
    """84条: a fair part within sixty days and the rest later; 95条 and 103条 name one day for the whole."""
    assert draft.rest_until is not None
    rest = f"{format_date(draft.rest_until)}までに決定します。"
    if case.kind is not CaseKind.DISCLOSURE:
        return (Part("決定の期限", (rest,)),)
    day = draft.until or draft.special_due
    last = format_date(day) if day else "請求を受け付けた日の翌日から60日目(補正に要した日数を除きます。)"
    which = paragraphs_of(draft.partly) or ("請求のあった保有個人情報のうち、相当の部分",)
    return (Part("先に決定する部分", (*which, f"{last}までに決定します。")), Part("残りの部分", (rest,)))


def _mending(case: AskedCase, draft: Noticed, city: City) -> Notice:
    until = format_date(draft.mending_due) if draft.mending_due else "(補正の期限)"
    article, end = MENDING_ARTICLES[case.kind], ENDS[case.kind]
    return Notice(
        title=DRAFT_WORDS[DraftKind.MENDING],
        law=f"{LAW}{article}",
        lead=_lead(case, article, "次のとおり補正(足りないところを補うこと)を求めます。"),
        parts=(
            *_asked(case, draft),
            Part("補正して\nいただくところ", numbered(list(draft.gaps))),
            *((Part("補正を求める理由", paragraphs_of(draft.reason)),) if paragraphs_of(draft.reason) else ()),
            Part("補正の期限", (f"{until}まで",)),
            Part(
                "補正のしかた",
                ("この書面と、補正に必要な書類を、下の連絡先へお持ちいただくか、お送りください。わからないときはお尋ねください。",),
            ),
            Part(
                "決定の期限",
                (f"補正を求めてから補正されるまでの日数は、決定の期限に数えません(法{PERIOD_ARTICLES[case.kind]}ただし書)。",),
            ),
            Part(
                "補正されないとき",
                (f"期限までに補正されないときは、請求の内容を確かめられないため、{end}をしないことを決定する場合があります。",),
            ),
        ),
    )
