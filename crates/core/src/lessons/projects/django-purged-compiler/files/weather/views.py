from django.shortcuts import render

from .models import Reading


def now(request):
    latest = Reading.objects.order_by("station", "-at").distinct("station")
    return render(request, "now.html", {"readings": latest})
