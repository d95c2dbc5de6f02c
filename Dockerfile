# check=error=true

# Builds the page and serves it. No image was built from it where Layerlab is made: there is no Docker there. What is known
# of it is what `layerlab check .` and `layerlab build .` say, and a test asks them.
#
#     docker build --tag layerlab .
#     docker run --rm --publish 8080:8080 layerlab

FROM rust:1.95-slim-trixie AS builder
# cargo xtask installs Trunk and the rest by itself, in versions that belong together; these are not its business.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY rust-toolchain.toml ./
RUN rustup toolchain install
COPY . .
# What was compiled and downloaded stays here for the next build. The page is in dist, which does not.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/root/.npm \
    --mount=type=cache,target=/src/.tools \
    --mount=type=cache,target=/src/target \
    cargo xtask dist

FROM caddy:2.10-alpine
COPY deploy/Caddyfile /etc/caddy/Caddyfile
COPY --from=builder /src/dist /srv
USER 1000:1000
EXPOSE 8080
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
