from .base import *  # noqa: F403

DEBUG = False
SECURE_CONTENT_TYPE_NOSNIFF = True
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    },
}
