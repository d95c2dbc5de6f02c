from django.urls import path

from articles import views

urlpatterns = [
    path("", views.front_page),
    path("<slug:slug>/", views.article),
]
