"""The form that brings a file."""

from flask_wtf.file import FileField

from portal.web.fields import Form, needed


class ImportForm(Form):
    file = FileField("CSVファイル", [needed("ファイルを選んでください。")], render_kw={"accept": ".csv,.txt,text/csv"})
