from django.urls import path

from . import views

urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("<int:pk>/", views.product, name="product"),
]
