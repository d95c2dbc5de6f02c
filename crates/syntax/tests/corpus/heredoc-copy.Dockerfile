FROM nginx:1.27
COPY <<EOF /etc/nginx/conf.d/default.conf
server {
  listen 80;
}
EOF
COPY <<robots.txt <<humans.txt /usr/share/nginx/html/
User-agent: *
robots.txt
Written by people.
humans.txt
ADD --chmod=755 <<"entry" /entry.sh
#!/bin/sh
exec "$@"
entry
COPY plain.txt <<EOF /data/
from the file
EOF
EXPOSE 80
