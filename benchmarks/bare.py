"""The yardstick: the smallest page Flask and Jinja can serve."""

from flask import Flask, render_template_string

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return render_template_string("<!DOCTYPE html><html lang='ja'><title>{{ word }}</title><p>{{ word }}</p></html>", word="こんにちは")
