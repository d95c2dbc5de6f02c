"""One connection for each request."""

from flask import current_app, g
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


def session():
    if "session" not in g:
        engine = create_engine(current_app.config.get("DATABASE", "sqlite:///library.db"))
        g.session = Session(engine)
    return g.session
