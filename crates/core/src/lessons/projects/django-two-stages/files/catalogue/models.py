from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    photo = models.ImageField(upload_to="products", blank=True)
    available = models.BooleanField(default=True)
    added = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name
