from django.shortcuts import get_object_or_404, render

from .models import Article


def front_page(request):
    newest = Article.objects.exclude(published=None).order_by("-published")[:10]
    return render(request, "front_page.html", {"articles": newest})


def article(request, slug):
    return render(
        request, "article.html", {"article": get_object_or_404(Article, slug=slug)}
    )
