from django.shortcuts import render

from catalogue.models import Product

GREETING = "Good things for your desk"


def home(request):
    newest = Product.objects.filter(available=True).order_by("-added")[:3]
    return render(request, "home.html", {"greeting": GREETING, "products": newest})


def about(request):
    return render(request, "about.html")
