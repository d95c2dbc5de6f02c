from django.db import models


class Walk(models.Model):
    name = models.CharField(max_length=120)
    kilometres = models.DecimalField(max_digits=5, decimal_places=1)
    climb_metres = models.PositiveIntegerField()
    photo = models.ImageField(upload_to="walks", blank=True)
