"""Books, and where they are."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .database import session


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author: Mapped[str]
    lent_to: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


def on_shelf(words):
    found = select(Book).where(Book.lent_to.is_(None), Book.title.contains(words))
    return session().scalars(found.order_by(Book.author)).all()
