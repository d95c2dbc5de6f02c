from django.contrib import admin
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("goods/", include("catalogue.urls")),
    path("admin/", admin.site.urls),
]
