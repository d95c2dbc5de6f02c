from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Walk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kilometres", models.DecimalField(decimal_places=1, max_digits=5)),
                ("climb_metres", models.PositiveIntegerField()),
                ("photo", models.ImageField(blank=True, upload_to="walks")),
            ],
        ),
    ]
