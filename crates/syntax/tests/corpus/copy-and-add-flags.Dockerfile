# syntax=docker/dockerfile:1-labs
FROM alpine:3.20 AS build
FROM scratch
COPY --from=build --chown=1000:1000 --chmod=0755 /out/app /app
COPY --link --from=build /etc/ssl /etc/ssl
COPY --link=true a b
COPY --parents --exclude=*.md --exclude=**/test src/ lib/ /app/
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a.tar /a/
ADD --keep-git-dir=true https://github.com/moby/buildkit.git#v0.10.1 /buildkit
ADD --unpack=false archive.tar.gz /
COPY --chown=$USER:$GROUP \
     --chmod=644 \
     a b \
     c /d/
COPY --from=0 /a\ b /c
COPY "quo ted" /q
