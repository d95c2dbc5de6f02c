from django.test import TestCase

from .models import Product


class ShelfTest(TestCase):
    def test_only_available_products_are_listed(self):
        Product.objects.create(name="Mug", price="12.00")
        Product.objects.create(name="Old bag", price="3.00", available=False)
        page = self.client.get("/goods/")
        self.assertContains(page, "Mug")
        self.assertNotContains(page, "Old bag")
