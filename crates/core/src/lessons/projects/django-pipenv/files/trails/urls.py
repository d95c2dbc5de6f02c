from django.urls import path

from . import views

urlpatterns = [
    path("", views.index),
    path("walk/<int:pk>/", views.walk),
]
