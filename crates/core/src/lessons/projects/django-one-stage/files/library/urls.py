from django.urls import path

from loans import views

urlpatterns = [
    path("", views.overdue),
    path("lend/<int:pk>/", views.lend),
]
