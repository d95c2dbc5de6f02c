from django.db import models


class Article(models.Model):
    slug = models.SlugField(unique=True)
    headline = models.CharField(max_length=140)
    body = models.TextField()
    published = models.DateTimeField(null=True, blank=True)
