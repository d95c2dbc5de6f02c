FROM golang:1.23
ONBUILD COPY . /src
ONBUILD RUN cd /src && \
    go build -o /out ./...
ONBUILD ENV MODE=release
onbuild cmd ["/out"]
ONBUILD HEALTHCHECK NONE
ONBUILD ENTRYPOINT exec /out
ONBUILD ADD --chown=1:1 a b /c/
ONBUILD USER nobody
