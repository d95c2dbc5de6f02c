"""The front page: what is on the shelf now."""

from flask import Blueprint, render_template, request

from .books import on_shelf

pages = Blueprint("views", __name__)


@pages.get("/")
def shelf():
    books = on_shelf(request.args.get("search", ""))
    return render_template("shelf.html", books=books, title="On the shelf")
