"""The reading room's books, members and loans."""

from flask import Flask

from . import loans, members, views


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env("LIBRARY")
    for part in (views, loans, members):
        app.register_blueprint(part.pages)
    return app
