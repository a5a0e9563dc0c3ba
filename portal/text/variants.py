"""Variants of characters in names, each with the base character under which a search finds it.

Sources: the old forms printed in brackets in 常用漢字表 (2010) and in 人名用漢字別表 (戸籍法施行規則 別表第二), and the variants
that registers and family names commonly carry (髙 﨑 𠮷 邉 濵 嶋 …), grouped as in 戸籍統一文字.
The table widens a search. It never decides that two people are one, and never replaces a name as it is written.
Compatibility ideographs that NFKC folds by itself (神 U+FA19, 塚 U+FA10 …) are not listed; 﨑 U+FA11 is one that NFKC leaves.
"""

import re
import unicodedata

# One group a word: the base character first, then its variants.
_OLD_FORMS = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷豔 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩
仮假 価價 画畫 会會㑹 壊壞 懐懷 絵繪 拡擴 殻殼 覚覺覐 学學斈 岳嶽 楽樂 渇渴 缶罐 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀 気氣 帰歸皈
器噐 偽僞 戯戲 犠犧 旧舊 拠據 挙擧舉 虚虛 峡峽 挟挾 狭狹 教敎 郷鄕鄉 暁曉 区區 駆驅駈 勲勳勛 薫薰 径徑 茎莖 恵惠 掲揭 渓溪 経經 蛍螢
軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 研硏 県縣 倹儉 剣劍劒劔剱劎釼釰 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 戸戶户 呉吳 娯娛 広廣 効效 恒恆
黄黃 鉱鑛礦砿 号號 国國囯圀 黒黑 砕碎 済濟 剤劑 雑雜襍 参參叅 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫冩 釈釋 寿壽
収收 従從 渋澁澀 獣獸 縦縱 粛肅 処處 叙敍敘 将將 称稱 焼燒 証證 奨奬獎 条條 状狀 乗乘 浄淨 剰剩 畳疊疉疂 縄繩 壌壤 嬢孃 譲讓 醸釀
触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 税稅 静靜 窃竊 摂攝 説說 専專 浅淺 戦戰 践踐 銭錢
潜潛濳 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插揷 巣巢 曽曾 痩瘦 装裝 総總緫 騒騷 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體躰軆 帯帶
滞滯 台臺 滝瀧 択擇 沢澤 脱脫 担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡銕鉃 点點
転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬪鬭 徳德悳惪 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕
浜濱濵 瓶甁 払拂 仏佛 併倂 並竝 餅餠 辺邊邉 変變 弁辨瓣辯 歩步 宝寶寳寚 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵麪 黙默 弥彌 訳譯 薬藥
与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來徠 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚泪 塁壘 礼禮 励勵 霊靈 隷隸 齢齡 暦曆 歴歷 恋戀
炉爐 労勞 楼樓 録錄 湾灣 内內 亘亙 遥遙 尭堯 槙槇 巌巖 晋晉 禄祿 穣穰 萌萠 凜凛 祢禰袮 青靑 清淸 産產 郎郞 増增
瑶瑤 晃晄 萊莱 蔣蒋 醬醤 鷗鴎 頰頬 繫繋 填塡 剝剥 噛嚙 搔掻 摑掴 瀆涜 焰焔 簞箪 蠟蝋 蟬蝉 軀躯 屛屏 幷并 攪撹 麴麹
禱祷 濤涛 邇迩 籠篭 檮梼 賤賎 諫諌 顚顛 礪砺 蠣蛎 鶯鴬 藪薮籔 桧檜 芦蘆 俠侠 倶俱 吞呑 噓嘘 潑溌 塵尘 厨廚 廐厩廏 姫姬
渉涉 晩晚 錬鍊 戻戾 絶絕 閲閱 概槪 舗舖 告吿 蠅蝿 啞唖 頸頚 聯聨 冊册
"""
_REGISTER_FORMS = """
高髙 崎﨑嵜㟢碕 吉𠮷 橋槗𣘺 富冨 島嶋嶌嶹㠀 斉齊斎齋亝斊 柳栁桺 桑桒 館舘 昇曻 船舩 野埜壄 峰峯 功㓛 州刕 喜㐂憙 仙僊 沖冲 凡凢凣 添𣷹
土圡𡈽 岡崗 卒卆 世丗卋 卯夘 多夛 宮宫 密宻 寧寍 妙玅 姉姊 婿壻聟 尚尙 彦彥 往徃 悦悅 恊協 恥耻 憩憇 所㪽 松枩枀 栃杤 漆柒 杉杦
梅楳 柏栢 梨棃 枡桝 奈柰 棲栖 没沒 淵渕渊 況况 涼凉 減减 決决 準凖 澄澂 熙煕熈凞 輝煇 犁犂 珍珎 略畧 留畄畱 皐皋臯 杯盃 蓋葢盖
叡睿 磯礒 秋穐龝秌 頴穎 竈竃 奇竒 箏筝 笋筍 旗籏 糧粮 糾糺 繡綉繍 緒緖 纘纉 纏纒 群羣 翠翆 聡聰聦 肇肈 胸胷 腸膓 舎舍 草艸 花芲 刈苅 莓苺
荊荆 菟莵 庵菴葊 蘂蕊蕋 園薗 藁藳 蘇蘓 蛇虵 裏裡 解觧 詠咏 讃讚 讐讎 質貭 賢贒 輛輌 輒輙 逃迯 迥逈 村邨 隣鄰 醱醗 釜釡 鉛鈆 鉤鈎 鐸鈬
鋭銳 鎌鐮 鑑鑒 鑽鑚 閉閇 陰隂 雁鴈鳫 鶴靏靍靎寉隺鸖 韮韭 顔顏 飄飃 飲飮 騨驒 亀龜 旨㫖 兎兔 囘回 場塲 坂岅 壺壷 垂埀 墻牆
屢屡 崖崕 廼迺 幇幫 哲喆 啓啟 嘗甞 閑閒 丘坵 厦廈 却卻 叫呌 坤堃 携攜 明朙眀 朗朖 映暎 昂昻 時旹 期朞 望朢 歳歲 毘毗
瀦潴 炯烱 畊耕 疇畴 鼓皷 蟹蠏 衆眾 達逹 鷆鷏 鼈鱉 麁麤 長镸 鬱欝 爾尓 蓑簑 禀稟 紙帋
冴冱 濾沪 牀床 貌皃 鰺鯵 ケヶ カヵ
柿柹 湊凑 窪漥 篠筱 槍鎗 氷冰 嵯嵳 峨峩 跡蹟迹 京亰 俊儁 暖煖 刃刄 涌湧 猪豬 萱萓 宜冝 浩澔 年秊 兜兠 博愽 原厡 裴裵 兪俞 幹榦 光炗
畝畆畒 稚穉稺 竪豎 職軄 櫟檪 灌潅 煙烟 本夲 妍姸 函凾 櫨枦
"""

VARIANTS: dict[str, str] = {variant: group[0] for group in (_OLD_FORMS + _REGISTER_FORMS).split() for variant in group[1:]}

VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WRITTEN_CHARACTERS = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]*")


def variants_met(written: str, searched: str) -> list[tuple[str, str]]:
    """Pairs (character as written, character as searched) that are one only through the table, in the order written, each once.

    A screen shows them beside a hit, so that the clerk sees why 渡邉 answers to 渡辺. A written character keeps its variation selector.
    """
    searched_by_base: dict[str, str] = {}
    for character in _WRITTEN_CHARACTERS.findall(searched):
        plain = _plain(character)
        searched_by_base.setdefault(VARIANTS.get(plain, plain), plain)
    searched_plain = {_plain(character) for character in _WRITTEN_CHARACTERS.findall(searched)}
    met: dict[tuple[str, str], None] = {}
    for character in _WRITTEN_CHARACTERS.findall(written):
        plain = _plain(character)
        base = VARIANTS.get(plain, plain)
        if base in searched_by_base and plain not in searched_plain:
            met[(character, searched_by_base[base])] = None
    return list(met)


def _plain(character: str) -> str:
    return unicodedata.normalize("NFKC", VARIATION_SELECTORS.sub("", character))
