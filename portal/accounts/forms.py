"""What is asked at the sign-in, of one's own password, and of a visit."""

from wtforms import HiddenField, PasswordField, RadioField, StringField

from portal.accounts.rules import CHANNEL_WORDS, VISIT_REASON_WORDS, Channel
from portal.web.fields import Form, needed, offered


class SignInForm(Form):
    login_name = StringField("ログイン名", [needed("ログイン名を入れてください。")])
    password = PasswordField("パスワード", [needed("パスワードを入れてください。")])


class PasswordForm(Form):
    present = PasswordField("いまのパスワード", [needed("いまのパスワードを入れてください。")])
    new_password = PasswordField("新しいパスワード", [needed("新しいパスワードを入れてください。")])
    new_password_again = PasswordField("新しいパスワード(確認)", [needed("確認のため、もう一度入れてください。")])


class VisitForm(Form):
    channel = RadioField(
        "受け方",
        [needed("受け方を選んでください。")],
        choices=offered(CHANNEL_WORDS.items()),
        default=Channel.COUNTER.value,
    )
    reason = RadioField(
        "照会事由",
        [needed("照会事由を選んでください。")],
        choices=offered(VISIT_REASON_WORDS.items()),
    )
    next = HiddenField()
