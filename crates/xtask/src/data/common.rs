//! What people most often install in a Dockerfile.

/// The table of packages holds these, all that they depend on or recommend, and every package whose real size was measured.
pub const COMMON: &str = "
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
";
