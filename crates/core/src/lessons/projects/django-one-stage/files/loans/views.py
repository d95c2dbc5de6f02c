from datetime import date, timedelta

from django.shortcuts import get_object_or_404, redirect, render

from .models import Book

DAYS = 21


def overdue(request):
    late = Book.objects.filter(due__lt=date.today()).order_by("due")
    return render(request, "overdue.html", {"books": late})


def lend(request, pk):
    book = get_object_or_404(Book, pk=pk)
    book.due = date.today() + timedelta(days=DAYS)
    book.save(update_fields=["due"])
    return redirect("/")
