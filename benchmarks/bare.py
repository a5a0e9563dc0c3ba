"""The yardstick: the smallest page that Flask and Jinja serve, its template compiled once as those of the portal are."""

from flask import Flask, render_template
from jinja2 import DictLoader

app = Flask(__name__)
app.jinja_loader = DictLoader({"hello.html": "<!DOCTYPE html><html lang='ja'><title>{{ word }}</title><p>{{ word }}</p></html>"})


@app.get("/")
def hello() -> str:
    return render_template("hello.html", word="こんにちは")
