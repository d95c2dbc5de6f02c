"""Makes the tables in this folder from the measurements.

    python3 generate.py FOLDER

FOLDER holds base-images.json, installed-packages.json, debian-*.json.gz, slim-sizes-*.json, alpine-packages.json and
measured-layers.json. Needs nothing but Python's own library.
"""

import gzip
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
LIST = "\u00a6"  # broken bar: in none of the values

# What people most often install in a Dockerfile. The tables hold these, all that they depend on or recommend, and
# every package whose real size was measured.
COMMON = """
bash bc binutils build-essential bzip2 ca-certificates cmake cron curl default-libmysqlclient-dev default-mysql-client
dnsutils dumb-init file g++ gcc gettext git git-lfs gnupg gnupg2 gosu htop imagemagick iproute2 iputils-ping jq less
libbz2-dev libc6-dev libcurl4 libffi-dev libfreetype6-dev libgmp-dev libjpeg-dev libjpeg62-turbo libjpeg62-turbo-dev
liblzma-dev libmagic1 libmagic-dev libmariadb-dev libmariadb3 libncurses5-dev libncurses-dev libpcre2-8-0 libpcre2-dev
libpcre3 libpcre3-dev libpng-dev libpq-dev libpq5 libreadline-dev libsqlite3-0 libsqlite3-dev libssl-dev libssl3
libstdc++6 libwebp7 libxml2 libxml2-dev libxslt1-dev libxslt1.1 libyaml-dev libzip-dev locales logrotate lsof make
mariadb-client media-types mime-support nano netcat-openbsd nginx nodejs npm openssh-client openssl patch perl pkg-
config pkgconf postgresql-client procps python-is-python3 python3 python3-dev python3-pip python3-setuptools
python3-venv python3-wheel redis-tools rsync sqlite3 sudo supervisor tar tini tree tzdata unzip uuid-dev vim wget xz-
utils zip zlib1g zlib1g-dev zsh
""".split()


def write(name, about, header, rows):
    lines = [f"# {line}" for line in about]
    lines.append("\t".join(header))
    for row in rows:
        cells = ["" if cell is None else str(cell).replace("\t", "\\t") for cell in row]
        assert not any("\t" in cell or "\n" in cell for cell in cells), row
        lines.append("\t".join(cells).rstrip("\t"))
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows), "rows")


def base_images(source):
    rows = []
    for image in json.loads((source / "base-images.json").read_text()):
        name = image["name"] if image["tag"] is None else f"{image['name']}:{image['tag']}"
        lists = [image.get(key) or [] for key in ("env", "entrypoint", "cmd", "exposed_ports", "volumes")]
        assert not any(LIST in value for values in lists for value in values)
        rows.append([
            name, image["os"], (image["created"] or "")[:10], image["virtual_size_bytes"],
            image["virtual_size_precision_bytes"], image["compressed_bytes"], image["workdir"], image["user"],
            *(LIST.join(values) for values in lists),
        ])
    write(
        "base-images.tsv",
        ["Official images for linux/amd64, sizes in bytes. Source: docker-library/repo-info and its fork", 
         "maxmood96/repo-info (see README.md). Lists are separated by a broken bar."],
        ["image", "os", "created", "size_bytes", "precision_bytes", "compressed_bytes", "working_directory", "user",
         "env", "entrypoint", "cmd", "ports", "volumes"],
        sorted(rows),
    )


def closure(packages, providers, names):
    """All that apt installs for these names without Recommends."""
    wanted, open_ = set(), [name for name in names if name in packages]
    while open_:
        name = open_.pop()
        if name in wanted:
            continue
        wanted.add(name)
        row = packages[name]
        for clause in (row[2] if len(row) > 2 else "").split(","):
            for alternative in clause.split("|"):
                found = alternative if alternative in packages else next(iter(providers.get(alternative, [])), None)
                if found:
                    open_.append(found)
                    break
    return wanted


def debian(source, suite):
    index = json.loads(gzip.decompress((source / f"debian-{suite}.json.gz").read_bytes()))["packages"]
    measured = json.loads((source / f"slim-sizes-{suite}.json").read_text())["packages"]
    providers = {}
    for name, row in index.items():
        for provided in (row[4].split(",") if len(row) > 4 and row[4] else []):
            providers.setdefault(provided, []).append(name)
    wanted = closure(index, providers, [*COMMON, *measured])
    recommended = [part for name in COMMON if len(index.get(name, [])) > 3 for part in re.split("[,|]", index[name][3])]
    wanted |= closure(index, providers, [name for name in recommended if name in measured])
    rows = []
    for name in sorted(wanted):
        row = index[name] + [""] * (5 - len(index[name]))
        real = measured.get(name, [])
        depends = row[2]
        recommends = ",".join(c for c in row[3].split(",") if any(name in wanted for name in c.split("|")))
        provides = ",".join(p for p in (row[4] or "").split(",") if p)
        rows.append([name, row[0], row[1], *(real + [""] * (3 - len(real))), depends, recommends, provides])
    asked = {part for row in rows for column in (6, 7) for part in re.split("[,|]", row[column])}
    for row in rows:
        row[8] = ",".join(p for p in row[8].split(",") if p in asked)
    write(
        f"debian-{suite}.tsv",
        [f"Debian {suite}, main with updates and security, November 2026, amd64 (see README.md).",
         "Sizes: Installed-Size in KiB, the archive in bytes; if measured, real bytes, bytes left on a slim image,",
         "bytes of .pyc written at installation."],
        ["package", "installed_kib", "download_bytes", "real_bytes", "slim_bytes", "compiled_bytes", "depends",
         "recommends", "provides"],
        rows,
    )


def installed_packages(source):
    lists = json.loads((source / "installed-packages.json").read_text())
    rows = [[name, " ".join(sorted(names))] for name, names in sorted(lists.items()) if not name.startswith("_")]
    write("installed.tsv", ["Debian packages that a base image holds (see README.md)."], ["image", "packages"], rows)


def alpine(source):
    data = json.loads((source / "alpine-packages.json").read_text())
    rows = sorted(data["installed_bytes"].items())
    write("alpine.tsv", ["Alpine 3.24 packages, installed bytes as apk prints them (see README.md)."],
          ["package", "installed_bytes"], rows)


def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()


def python(source):
    """Sizes of Python packages with all that they bring, without the cache and without the library's own .pyc."""
    rows = {}
    measured = []
    for row in json.loads((source / "measured-layers.json").read_text()):
        found = re.fullmatch(r"pip install ([A-Za-z0-9_.\[\] -]+)", row["run"])
        if row["kind"] != "pip" or not found or row["base"][:11] != "python:3.13" or "exit_status" in row:
            continue
        if found[1].startswith("-"):
            continue
        names = [canonical(word.split("[")[0]) for word in found[1].split()]
        brought = {canonical(item.rsplit("-", 1)[0]) for item in row["installed"]} | set(names)
        # The first run compiles Python's own library and pip, which is no part of the package.
        sizes = [row["added_bytes"] - row["pip_cache_bytes"] - LIBRARY_COMPILED_BYTES, row["download_bytes"],
                 row["pip_cache_bytes"], row["pyc_bytes"] - LIBRARY_COMPILED_BYTES]
        measured.append((names, sizes, brought))
    for names, sizes, brought in sorted(measured, key=lambda entry: len(entry[0])):
        if len(names) == 1:
            rows[names[0]] = [*sizes, " ".join(sorted(brought))]
            continue
        # Of several names of which all but one are known, the rest is that one's.
        unknown = [name for name in names if name not in rows]
        if len(unknown) != 1:
            continue
        known = [rows[name] for name in names if name in rows]
        rest = [size - sum(row[column] for row in known) for column, size in enumerate(sizes)]
        others = set(" ".join(row[4] for row in known).split())
        rows[unknown[0]] = [*(max(size, 0) for size in rest), " ".join(sorted(brought - others))]
    write("python.tsv",
          ["What pip installs for a name, its requirements included, measured in November 2026 with Python 3.13: bytes",
           "with .pyc, bytes downloaded, bytes that the cache grows by, bytes of .pyc (see README.md)."],
          ["package", "installed_bytes", "download_bytes", "cache_bytes", "compiled_bytes", "brings"],
          [[name, *values] for name, values in sorted(rows.items())])


LIBRARY_COMPILED_BYTES = 8_104_383


def node(source):
    rows = {}
    for row in json.loads((source / "measured-layers.json").read_text()):
        found = re.fullmatch(r"npm install (?:-g )?([a-z0-9@/_ -]+)", row["run"])
        if row["kind"] != "npm" or not found or "exit_status" in row:
            continue
        rows[found[1]] = [row["added_bytes"] - row["npm_cache_bytes"], row["npm_cache_bytes"]]
    write("node.tsv", ["What npm installs for these names, their requirements included, November 2026: bytes, and bytes",
                       "of its cache (see README.md)."],
          ["packages", "installed_bytes", "cache_bytes"], [[name, *values] for name, values in sorted(rows.items())])


source = pathlib.Path(sys.argv[1])
base_images(source)
for suite in ("bookworm", "trixie"):
    debian(source, suite)
installed_packages(source)
alpine(source)
python(source)
node(source)
