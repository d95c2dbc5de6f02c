from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from .models import Walk

PAGE_LENGTH = 20


def index(request):
    pages = Paginator(Walk.objects.order_by("name"), PAGE_LENGTH)
    walks = pages.get_page(request.GET.get("page"))
    return render(request, "index.html", {"walks": walks})


def walk(request, pk):
    return render(request, "walk.html", {"walk": get_object_or_404(Walk, pk=pk)})
