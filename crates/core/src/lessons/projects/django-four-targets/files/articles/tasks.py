from celery import shared_task
from django.utils import timezone

from .models import Article


@shared_task
def publish(slug):
    Article.objects.filter(slug=slug).update(published=timezone.now())
