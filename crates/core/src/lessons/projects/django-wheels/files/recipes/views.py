from django.shortcuts import render

from .models import Recipe


def recipes(request):
    quick = Recipe.objects.filter(minutes__lte=30).order_by("minutes")
    return render(request, "recipes.html", {"recipes": quick})
