# syntax=docker/dockerfile:1
FROM debian:12-slim

# A comment
RUN apt-get update \
    # inside
    && apt-get install -y curl
ENV A=1 B=2
COPY a b \
  /c/
RUN <<EOF
echo hi
EOF
CMD ["a", "b"]
