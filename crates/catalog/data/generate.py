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

# What people most often install in a Dockerfile. The table holds these, all that they depend on or recommend, and
# every package whose real size was measured.
COMMON = """
apt-transport-https apt-utils autoconf automake bash bash-completion bc binutils bison build-essential bzip2
ca-certificates chromium cmake cron curl default-jre-headless default-libmysqlclient-dev default-mysql-client
dirmngr dnsutils dos2unix dumb-init ffmpeg file flex fontconfig fonts-dejavu-core fonts-liberation g++ gcc gdal-bin
gettext gfortran ghostscript git git-lfs gnupg gnupg2 gosu graphviz htop imagemagick inotify-tools iproute2
iputils-ping jq less libaio1 libatlas-base-dev libavcodec-dev libbz2-dev libc6-dev libcairo2 libcairo2-dev libcurl4
libcurl4-openssl-dev libevent-dev libexpat1 libffi-dev libfontconfig1 libfreetype6 libfreetype6-dev
libgdk-pixbuf-2.0-0 libgeos-dev libgl1 libgl1-mesa-glx libglib2.0-0 libglib2.0-dev libgmp-dev libgomp1
libgssapi-krb5-2 libgtk-3-0 libhdf5-dev libicu-dev libjemalloc2 libjpeg-dev libjpeg62-turbo libjpeg62-turbo-dev
libkrb5-dev libldap2-dev liblzma-dev libmagic-dev libmagic1 libmagickwand-dev libmariadb-dev libmariadb3
libmcrypt-dev libmemcached-dev libncurses-dev libncurses5-dev libnss3 libonig-dev libopenblas-dev libpango-1.0-0
libpangocairo-1.0-0 libpangoft2-1.0-0 libpcre2-8-0 libpcre2-dev libpcre3 libpcre3-dev libpng-dev libpq-dev libpq5
libproj-dev libreadline-dev libsasl2-dev libsm6 libsqlite3-0 libsqlite3-dev libssl-dev libssl3 libstdc++6
libtiff-dev libtool libvips libwebp-dev libwebp7 libx11-6 libxext6 libxml2 libxml2-dev libxmlsec1-dev libxrender1
libxslt1-dev libxslt1.1 libyaml-dev libzip-dev locales logrotate lsb-release lsof make mariadb-client media-types
mercurial mime-support musl-tools nano nasm net-tools netcat-openbsd netcat-traditional nginx ninja-build nodejs npm
openjdk-17-jdk-headless openjdk-17-jre-headless openssh-client openssh-server openssl patch patchelf perl pkg-config
pkgconf poppler-utils postgresql-client procps python-is-python3 python3 python3-dev python3-pip python3-setuptools
python3-venv python3-wheel rabbitmq-server redis-server redis-tools rsync rsyslog ruby shared-mime-info socat
sqlite3 strace sudo supervisor swig tar telnet tesseract-ocr tini tmux tree tzdata unixodbc unixodbc-dev unzip
uuid-dev vim vim-tiny wait-for-it wget xvfb xz-utils zip zlib1g zlib1g-dev zsh
""".split()

SUITES = {"12": "bookworm", "13": "trixie"}

# What the published histories of some images say that they install on top of slim or full Debian, where no list of what
# they hold was published. All that these depend on follows.
COMPILERS = """
ca-certificates curl g++ gcc git gnupg libc6-dev make mercurial netbase openssh-client pkg-config procps sq subversion wget
""".split()
BUILD_TOOLS = """
autoconf automake bzip2 ca-certificates curl default-libmysqlclient-dev dpkg-dev file g++ gcc git gnupg imagemagick
libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev
libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev
libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev libyaml-dev
make mercurial netbase openssh-client patch procps sq subversion unzip wget xz-utils zlib1g-dev
""".split()
PYTHON = [*BUILD_TOOLS, "libbluetooth-dev", "tk-dev", "uuid-dev"]
PYTHON_SLIM = "ca-certificates netbase tzdata libffi8 libgdbm6 libncursesw6 libreadline8 openssl".split()
PHP = "autoconf ca-certificates curl dpkg-dev file g++ gcc libc6-dev make pkg-config re2c xz-utils".split()
RUST_SLIM = "ca-certificates gcc libc6-dev".split()


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
        name = image["name"] if not image["tag"] else f"{image['name']}:{image['tag']}"
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


def field(row, column):
    return row[column] if len(row) > column else ""


class Suite:
    """The package index of one Debian release and what was measured there."""

    def __init__(self, source, name):
        self.name = name
        self.index = json.loads(gzip.decompress((source / f"debian-{name}.json.gz").read_bytes()))["packages"]
        self.measured = json.loads((source / f"slim-sizes-{name}.json").read_text())["packages"]
        lists = json.loads((source / "installed-packages.json").read_text())
        self.base = set(lists[f"debian:{name}-slim"])
        self.provided_by_base = {p for n in self.base for p in field(self.index.get(n, []), 4).split(",")}
        self.ubuntu = set(lists["ubuntu:24.04"])
        self.providers = {}
        for package, row in self.index.items():
            for provided in filter(None, field(row, 4).split(",")):
                self.providers.setdefault(provided, []).append(package)
        self.edges = None

    def find(self, name):
        """The package of this name, or the first that provides it."""
        return name if name in self.index else next(iter(self.providers.get(name, [])), None)

    def clauses(self, package, column):
        """Dependencies (column 2) or recommendations (3): lists of alternatives that exist, under their real names."""
        clauses = [list(dict.fromkeys(filter(None, map(self.find, clause.split("|")))))
                   for clause in field(self.index[package], column).split(",")
                   if not self.provided_by_base.intersection(clause.split("|"))]
        return [clause for clause in clauses if clause]

    def closure(self, names, recommends, installed=frozenset(), depends_of=None, recommends_of=None):
        """All that apt installs for these names."""
        depends_of = depends_of or (lambda name: self.clauses(name, 2))
        recommends_of = recommends_of or (lambda name: self.clauses(name, 3))
        chosen, queue = set(), [found for found in map(self.find, names) if found]
        while queue:
            name = queue.pop(0)
            if name in chosen or name in installed:
                continue
            chosen.add(name)
            for clause in depends_of(name) + (recommends_of(name) if recommends else []):
                if not any(alternative in chosen or alternative in installed for alternative in clause):
                    queue.append(clause[0])
        return chosen

    def select(self):
        """Chooses the packages of the table and reduces their dependencies to those that change what is installed."""
        # Each name alone: beside others, another alternative may be there already.
        wanted = self.closure(self.measured, False).union(*(self.closure([name], True) for name in COMMON))
        named = {self.find(name) for name in COMMON}
        # What every image of the release holds is never installed, unless it is missing on Ubuntu or asked for.
        self.wanted = {name for name in wanted if name not in self.base or name not in self.ubuntu or name in named}
        self.wanted.add("debconf")
        self.depends = {}
        for name in wanted:
            clauses = [[a for a in clause if a in wanted] for clause in self.clauses(name, 2)]
            self.depends[name] = [c for c in clauses if c and not any(a in self.base for a in c) and name not in c]
        for name in sorted(wanted):
            kept = list(self.depends[name])
            for clause in list(kept):
                others = [other[0] for other in kept if other is not clause and len(other) == 1]
                reached = self.certain(others, name)
                # Met in any case by what another dependency needs.
                if any(alternative in reached for alternative in clause):
                    kept.remove(clause)
                    self.depends[name] = list(kept)
        self.recommends = {}
        for name in wanted:
            reached = self.certain([name], None)
            self.recommends[name] = [
                [a for a in clause if a in wanted] for clause in self.clauses(name, 3)
                if clause[0] in wanted and clause[0] not in reached and not any(a in self.base for a in clause)]
        # The reduction must not change what would be installed.
        for asked in COMMON:
            for recommends in (False, True):
                whole = self.closure([asked], recommends, self.base)
                reduced = self.closure([asked], recommends, self.base, self.depends.get, self.recommends.get)
                if whole != reduced:
                    print(f"  {self.name} {asked}, Recommends {recommends}: without {sorted(whole - reduced)[:9]}, "
                          f"with {sorted(reduced - whole)[:9]}")

    def certain(self, names, without):
        """All that these need by dependencies that leave no choice, not followed through `without`."""
        reached, queue = set(), list(names)
        while queue:
            name = queue.pop()
            if name in reached or name == without:
                continue
            reached.add(name)
            queue.extend(clause[0] for clause in self.depends.get(name, []) if len(clause) == 1)
        return reached

    def row(self, name, other):
        """Sizes in kB, of which more digits than these mean nothing: the next release has others."""
        index = self.index[name]
        measured = self.measured.get(name)
        if measured:
            sizes = [rounded(size, 3) for size in measured]
        else:
            sizes = [rounded(index[0] * 1024, 3)]
        sizes += [""] * (3 - len(sizes))
        # Virtual names that people ask for, or that are packages in the other release.
        provided = sorted({p for p in field(index, 4).split(",")
                           if p and p not in self.index and (p in COMMON or p in other.wanted)})
        depends = ["|".join(clause) for clause in self.depends[name]]
        # Every image holds debconf, but that a package uses it decides about the size of debconf's database.
        if "debconf" in re.split("[,|]", field(index, 2)):
            depends.append("debconf")
        return [rounded(index[1], 2), *sizes, ",".join(depends),
                ",".join("|".join(clause) for clause in self.recommends[name]), ",".join(provided)]


def rounded(size, digits):
    kilobytes = round(size / 1000)
    surplus = max(len(str(kilobytes)) - digits, 0)
    return str(round(kilobytes, -surplus))


def debian(suites):
    for suite in suites.values():
        suite.select()
    rows = []
    for name in sorted(set().union(*(suite.wanted for suite in suites.values()))):
        above = None
        for number, suite in suites.items():
            if name not in suite.wanted:
                continue
            other = next(one for one in suites.values() if one is not suite)
            row = suite.row(name, other)
            if above is None:
                rows.append([name, number, *row])
            else:
                same = ["=" if cell and cell == old else cell for cell, old in zip(row, above)]
                rows.append(["", number, *same])
            above = row
    write(
        "debian.tsv",
        ["Debian 12 and 13, main with updates and security, November 2026, amd64 (see README.md). Sizes in kB.",
         "An empty name or = stands for what the line above says. slim_kb only where real sizes were measured."],
        ["package", "release", "download_kb", "installed_kb", "slim_kb", "compiled_kb", "depends", "recommends",
         "provides"],
        rows,
    )


def installed_packages(source, suites):
    lists = json.loads((source / "installed-packages.json").read_text())
    bookworm, trixie = suites["12"], suites["13"]
    derived = lambda suite, names: suite.base | suite.closure([n for n in names if suite.find(n)], False, suite.base)
    images = {
        "debian-slim 12": (None, bookworm.base),
        "debian-slim 13": (None, trixie.base),
        "python-slim 12": ("debian-slim 12", derived(bookworm, PYTHON_SLIM)),
        "python-slim 13": ("debian-slim 13", set(lists["python:3.12-slim"])),
        "rust-slim 12": ("debian-slim 12", derived(bookworm, RUST_SLIM)),
        "rust-slim 13": ("debian-slim 13", derived(trixie, RUST_SLIM)),
        "php 12": ("rust-slim 12", derived(bookworm, PHP)),
        "php 13": ("rust-slim 13", derived(trixie, PHP)),
        "compilers 12": ("rust-slim 12", derived(bookworm, COMPILERS)),
        "compilers 13": ("rust-slim 13", derived(trixie, COMPILERS)),
        "build-tools 12": ("rust-slim 12", derived(bookworm, BUILD_TOOLS)),
        "build-tools 13": ("rust-slim 13", derived(trixie, BUILD_TOOLS)),
        "python 12": ("build-tools 12", derived(bookworm, PYTHON)),
        "python 13": ("build-tools 13", set(lists["python:3.12"])),
        "ubuntu": (None, set(lists["ubuntu:24.04"])),
    }
    rows = []
    for name, (below, packages) in images.items():
        inherited = images[below][1] if below else set()
        rows.append([name, below, " ".join(sorted(packages - inherited))])
    write("installed.tsv", ["Debian packages that images hold, on top of those of another list (see README.md)."],
          ["list", "on_top_of", "packages"], rows)


def apt_measurements(source):
    """Test data: measured installations whose lists were removed in the same step, with the packages that apt chose."""
    measured = [row for row in json.loads((source / "measured-layers.json").read_text()) if row["kind"] == "apt"]
    chosen = {(row["base"], row["run"]): row["new_packages"] for row in measured if "new_packages" in row}
    rows = []
    for row in measured:
        found = re.fullmatch(r"(apt-get update && apt-get install -y ([a-z0-9.+ -]+)) && rm -rf /var/lib/apt/lists/\*", row["run"])
        if not found or "exit_status" in row or (row["base"], found[1]) not in chosen:
            continue
        words = found[2].split()
        names = [word for word in words if not word.startswith("-")]
        rows.append([row["base"].split(" ")[0], "no" if "--no-install-recommends" in words else "yes", " ".join(names),
                     row["added_bytes"], " ".join(sorted(chosen[row["base"], found[1]]))])
    write("../tests/data/apt-installs.tsv",
          ["Measured in November 2026: bytes that apt-get install adds, lists removed in the same step (see README.md)."],
          ["image", "recommends", "names", "added_bytes", "packages"], rows)


def alpine(source):
    data = json.loads((source / "alpine-packages.json").read_text())
    rows = sorted(data["installed_bytes"].items())
    write("alpine.tsv", ["Alpine 3.24 packages, installed bytes as apk prints them (see README.md)."],
          ["package", "installed_bytes"], rows)


def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()


def requirement(word):
    """The name as the index writes it, with its extras."""
    name, bracket, extras = word.partition("[")
    return canonical(name) + bracket + extras


def python(source):
    """Sizes of Python packages with all that they bring, without the cache and without the library's own .pyc."""
    rows = {}
    for row in json.loads((source / "measured-layers.json").read_text()):
        found = re.fullmatch(r"pip install ([A-Za-z0-9_.\[\] -]+)", row["run"])
        if row["kind"] != "pip" or not found or "exit_status" in row or found[1].startswith("-"):
            continue
        if not row["base"].startswith("python:3.13-slim-like (") :
            continue
        names = sorted(requirement(word) for word in found[1].split())
        brought = {canonical(item.rsplit("-", 1)[0]) for item in row["installed"]}
        # The first run compiles Python's own library and pip, which is no part of the package.
        rows[" ".join(names)] = [
            row["added_bytes"] - row["pip_cache_bytes"] - LIBRARY_COMPILED_BYTES, row["download_bytes"],
            row["pip_cache_bytes"], row["pyc_bytes"] - LIBRARY_COMPILED_BYTES, brought]
    # Of several names of which all but one are known alone, the rest is that one's.
    for names in [key for key in rows if " " in key]:
        unknown = [name for name in names.split() if name not in rows]
        known = [rows[name] for name in names.split() if name in rows]
        if len(unknown) == 1:
            *sizes, brought = rows.pop(names)
            rest = [max(size - sum(row[column] for row in known), 0) for column, size in enumerate(sizes)]
            rows[unknown[0]] = [*rest, brought.difference(*(row[4] for row in known))]
        elif not unknown:
            del rows[names]
    write("python.tsv",
          ["What pip installs for names, their requirements included, measured in November 2026 with Python 3.13: bytes",
           "with .pyc, bytes downloaded, bytes that the cache grows by, bytes of .pyc (see README.md)."],
          ["packages", "installed_bytes", "download_bytes", "cache_bytes", "compiled_bytes", "brings"],
          [[names, *sizes, " ".join(sorted(brought))] for names, (*sizes, brought) in sorted(rows.items())])


LIBRARY_COMPILED_BYTES = 8_104_383


def node(source):
    rows = {}
    for row in json.loads((source / "measured-layers.json").read_text()):
        found = re.fullmatch(r"npm install (?:-[gD] )?([a-z0-9@/_ -]+)", row["run"])
        if row["kind"] != "npm" or not found or "exit_status" in row:
            continue
        rows[" ".join(sorted(found[1].split()))] = [row["added_bytes"] - row["npm_cache_bytes"], row["npm_cache_bytes"]]
    write("node.tsv", ["What npm installs for these names, their requirements included, November 2026: bytes, and bytes",
                       "of its cache (see README.md)."],
          ["packages", "installed_bytes", "cache_bytes"], [[name, *values] for name, values in sorted(rows.items())])


source = pathlib.Path(sys.argv[1])
suites = {number: Suite(source, name) for number, name in SUITES.items()}
base_images(source)
debian(suites)
installed_packages(source, suites)
alpine(source)
python(source)
node(source)
apt_measurements(source)
