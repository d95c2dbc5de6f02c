FROM alpine:3.20 AS build
FROM scratch
COPY --from\
=build a /b/
COPY --chown=1:1 --link a /b/
COPY --chown=1:1 \
  --from=build a /b/
