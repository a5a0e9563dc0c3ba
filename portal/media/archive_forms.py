"""What is typed and chosen for the hand-over of a file."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import RadioField

from portal.media.archive_rules import MADE_AGAIN, ONLY_ENDED, EndReason, end_choices
from portal.media.archive_sources import Source
from portal.media.rules import TRAVEL_WORDS, Travel
from portal.text.wareki import format_short_datetime
from portal.web.fields import Form, needed, offered

TRAVEL_NEEDED = "パスフレーズの伝え方を選んでください。"
TRAVEL_CHOICES = offered(TRAVEL_WORDS.items())


class FileForm(Form):
    file = FileField("ファイル", [needed("ファイルを選んでください。")])


class ArchiveForm(Form):
    source = RadioField("暗号化するファイル", [needed("暗号化するファイルを選んでください。")])
    travel = RadioField("パスフレーズの伝え方", [needed(TRAVEL_NEEDED)], choices=TRAVEL_CHOICES)

    def offer(self, sources: Iterable[Source]) -> None:
        """Those that may be packed, newest first."""
        self.source.choices = offered((source.public_id, source_words(source)) for source in sources if source.why_not is None)


class ReplaceForm(Form):
    reason = RadioField("作り直す理由", [needed("作り直す理由を選んでください。")], choices=offered(end_choices(MADE_AGAIN).items()))
    travel = RadioField("新しいパスフレーズの伝え方", [needed(TRAVEL_NEEDED)], choices=TRAVEL_CHOICES)

    def said(self) -> tuple[EndReason, Travel]:
        return EndReason(self.reason.data), Travel(self.travel.data)


class EndForm(Form):
    reason = RadioField("終了する理由", [needed("終了する理由を選んでください。")], choices=offered(end_choices(ONLY_ENDED).items()))


def source_words(source: Source) -> str:
    """名簿.csv(この申請に持ち込んだファイル、12.3KB、R8.11.24 10:38)."""
    return f"{source.file_name}({source.title}、{source.size_words}、{format_short_datetime(source.came_at)})"
