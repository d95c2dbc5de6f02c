from django.shortcuts import get_object_or_404, render

from .models import Product


def shelf(request):
    products = Product.objects.filter(available=True).order_by("name")
    return render(request, "shelf.html", {"products": products})


def product(request, pk):
    found = get_object_or_404(Product, pk=pk, available=True)
    return render(request, "product.html", {"product": found})
