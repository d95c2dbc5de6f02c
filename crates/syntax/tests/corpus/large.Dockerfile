# syntax=docker/dockerfile:1
# check=skip=SecretsUsedInArgOrEnv

# One repository with a web front end, two services in Go, a worker in Rust, an API in Python and a documentation site.
# Everything is built here so that one command makes every image of the product.

ARG DEBIAN_RELEASE=trixie
ARG NODE_VERSION=22.11.0
ARG GO_VERSION=1.23
ARG RUST_VERSION=1.82
ARG PYTHON_VERSION=3.13

# ---------------------------------------------------------------------------
# What all stages that compile have in common
# ---------------------------------------------------------------------------
FROM debian:${DEBIAN_RELEASE}-slim AS toolbox
ARG DEBIAN_FRONTEND=noninteractive
ARG TARGETARCH
ENV LANG=C.UTF-8 LC_ALL=C.UTF-8
ENV TZ="Etc/UTC"
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN rm -f /etc/apt/apt.conf.d/docker-clean \
    && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        ca-certificates \
        curl \
        git \
        # needed by the database driver
        libpq-dev \
        # needed by the image library
        libjpeg62-turbo-dev \
        libwebp-dev \
        pkg-config \
        protobuf-compiler \
        unzip \
        xz-utils \
        zlib1g-dev
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app
RUN curl -fsSL "https://github.com/krallin/tini/releases/download/v0.19.0/tini-${TARGETARCH}" -o /usr/local/bin/tini \
    && chmod +x /usr/local/bin/tini \
    && /usr/local/bin/tini --version
LABEL org.opencontainers.image.vendor="Example Ltd" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /src

# ---------------------------------------------------------------------------
# Interface definitions: generated once, used by every language
# ---------------------------------------------------------------------------
FROM toolbox AS protocol
ENV PROTO_ROOT=/src/proto
COPY proto/buf.yaml proto/buf.lock ./proto/
COPY proto/example/v1 ./proto/example/v1
COPY proto/example/v2 ./proto/example/v2
RUN mkdir -p /out/go /out/python /out/js
RUN for version in v1 v2; do \
        protoc --proto_path="$PROTO_ROOT" \
            --python_out=/out/python \
            --go_out=/out/go \
            "$PROTO_ROOT"/example/$version/*.proto; \
    done
RUN find /out -name '*_pb2.py' -print0 | xargs -0 sed -i 's/^import example/from . import example/'

# ---------------------------------------------------------------------------
# Web front end
# ---------------------------------------------------------------------------
FROM --platform=$BUILDPLATFORM node:${NODE_VERSION}-bookworm-slim AS web-base
ENV PNPM_HOME=/pnpm
ENV PATH=$PNPM_HOME:$PATH
ENV NODE_OPTIONS="--max-old-space-size=4096" \
    NEXT_TELEMETRY_DISABLED=1 \
    CI=true
RUN corepack enable && corepack prepare pnpm@9.12.2 --activate
WORKDIR /web

FROM web-base AS web-dependencies
COPY web/package.json web/pnpm-lock.yaml web/pnpm-workspace.yaml ./
COPY web/packages/ui/package.json packages/ui/
COPY web/packages/api-client/package.json packages/api-client/
RUN --mount=type=cache,id=pnpm,target=/pnpm/store pnpm install --frozen-lockfile

FROM web-dependencies AS web-build
ARG PUBLIC_API_URL=https://api.example.com
ARG GIT_SHA=unknown
ENV PUBLIC_API_URL=$PUBLIC_API_URL
ENV PUBLIC_RELEASE=${GIT_SHA:-unknown}
COPY web/tsconfig.json web/vite.config.ts web/index.html ./
COPY web/packages ./packages
COPY web/public ./public
COPY web/src ./src
RUN pnpm --recursive run build
RUN pnpm run lint && pnpm run typecheck
RUN --mount=type=secret,id=sentry-token \
    if [ -s /run/secrets/sentry-token ]; then \
        SENTRY_AUTH_TOKEN="$(cat /run/secrets/sentry-token)" \
        pnpm exec sentry-cli sourcemaps upload \
            --release "$PUBLIC_RELEASE" \
            dist; \
    fi
# Source maps must not reach the public.
RUN find dist -name '*.map' -delete
RUN find dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' \) -exec gzip -9 -k {} +

FROM web-dependencies AS web-test
ENV VITEST_MAX_THREADS=2
COPY web ./
RUN pnpm run test --reporter=junit --outputFile=/reports/web.xml
CMD ["pnpm", "run", "test", "--watch"]

FROM nginx:1.27-alpine AS web
RUN apk add --no-cache curl=8.11.0-r2 && rm -rf /usr/share/nginx/html/*
COPY --chown=nginx:nginx deploy/nginx/default.conf /etc/nginx/conf.d/default.conf
COPY --chown=nginx:nginx deploy/nginx/security-headers.conf /etc/nginx/snippets/
COPY --from=web-build --chown=nginx:nginx /web/dist /usr/share/nginx/html
RUN sed -i -e 's/^user .*$//' -e 's#/var/run/nginx.pid#/tmp/nginx.pid#' /etc/nginx/nginx.conf
RUN chown -R nginx:nginx /var/cache/nginx \
    && chmod -R g+w /var/cache/nginx
USER nginx
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
    CMD curl -fsS http://127.0.0.1:8080/healthz || exit 1
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]

# ---------------------------------------------------------------------------
# Services in Go
# ---------------------------------------------------------------------------
FROM golang:${GO_VERSION}-bookworm AS go-base
ENV CGO_ENABLED=0 GOFLAGS=-trimpath
ENV GOPROXY=https://proxy.golang.org,direct
ENV GOCACHE=/root/.cache/go-build
WORKDIR /go/src/example
RUN --mount=type=cache,target=/go/pkg/mod \
    go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.35.1
COPY services/go.mod services/go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download && go mod verify

FROM go-base AS go-build
ARG VERSION=0.0.0-dev
ARG GIT_SHA=unknown
ARG TARGETOS
ARG TARGETARCH
COPY --from=protocol /out/go ./internal/protocol
COPY services/internal ./internal
COPY services/cmd ./cmd
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build \
        -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${GIT_SHA}" \
        -o /out/gateway ./cmd/gateway
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build \
        -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${GIT_SHA}" \
        -o /out/billing ./cmd/billing
RUN /out/gateway --help > /out/gateway.txt; /out/billing --help > /out/billing.txt

FROM go-build AS go-test
ENV CGO_ENABLED=1
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go test -race -coverprofile=/reports/cover.out ./... \
    && go tool cover -html=/reports/cover.out -o /reports/cover.html

FROM gcr.io/distroless/static-debian12:nonroot AS gateway
LABEL org.opencontainers.image.title="gateway"
LABEL org.opencontainers.image.description="Routes requests of the public API to the services behind it"
COPY --from=go-build /out/gateway /usr/local/bin/gateway
COPY --chmod=0644 deploy/gateway/routes.yaml /etc/gateway/routes.yaml
ENV GATEWAY_ADDRESS=:8080 GATEWAY_ROUTES=/etc/gateway/routes.yaml
EXPOSE 8080 9090
USER nonroot:nonroot
ENTRYPOINT ["/usr/local/bin/gateway"]
CMD ["serve", "--log-format", "json"]

FROM gcr.io/distroless/static-debian12:nonroot AS billing
LABEL org.opencontainers.image.title="billing"
COPY --from=go-build /out/billing /usr/local/bin/billing
COPY --from=go-base /usr/share/zoneinfo /usr/share/zoneinfo
ENV BILLING_CURRENCY EUR
EXPOSE 8081
USER nonroot
ENTRYPOINT ["/usr/local/bin/billing"]

# ---------------------------------------------------------------------------
# Worker in Rust
# ---------------------------------------------------------------------------
FROM rust:${RUST_VERSION}-slim-bookworm AS rust-base
ENV CARGO_TERM_COLOR=always
ENV CARGO_NET_RETRY=10 \
    RUSTFLAGS="-C target-cpu=x86-64-v2"
RUN apt-get update && apt-get install -y --no-install-recommends \
      clang \
      cmake \
      lld \
      pkg-config \
      libssl-dev \
    && rm -rf /var/lib/apt/lists/*
RUN cargo install cargo-chef --version 0.1.68 --locked
WORKDIR /worker

FROM rust-base AS rust-plan
COPY worker/Cargo.toml worker/Cargo.lock ./
COPY worker/crates ./crates
RUN cargo chef prepare --recipe-path recipe.json

FROM rust-base AS rust-build
COPY --from=rust-plan /worker/recipe.json recipe.json
RUN --mount=type=cache,target=/usr/local/cargo/registry cargo chef cook --release --recipe-path recipe.json
COPY worker/Cargo.toml worker/Cargo.lock ./
COPY worker/crates ./crates
COPY worker/migrations ./migrations
ARG SQLX_OFFLINE=true
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --release --locked --bin worker \
    && strip target/release/worker \
    && install -D target/release/worker /out/worker

FROM debian:${DEBIAN_RELEASE}-slim AS worker
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=toolbox /usr/local/bin/tini /usr/local/bin/tini
COPY --from=rust-build /out/worker /usr/local/bin/worker
COPY --from=rust-build /worker/migrations /usr/share/worker/migrations
RUN useradd --system --uid 10002 worker && install -d -o worker /var/lib/worker
VOLUME /var/lib/worker
USER worker
WORKDIR /var/lib/worker
ENV RUST_LOG=info,worker=debug RUST_BACKTRACE=1
ENTRYPOINT ["/usr/local/bin/tini", "--", "/usr/local/bin/worker"]
CMD ["run", "--queue", "default", "--concurrency", "4"]

# ---------------------------------------------------------------------------
# API in Python
# ---------------------------------------------------------------------------
FROM python:${PYTHON_VERSION}-slim-bookworm AS api-base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
ENV VIRTUAL_ENV=/opt/venv
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
RUN python -m venv "$VIRTUAL_ENV" && pip install --upgrade pip==24.3.1 wheel==0.44.0
WORKDIR /api

FROM api-base AS api-dependencies
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
COPY api/requirements/base.txt requirements/base.txt
COPY api/requirements/production.txt requirements/production.txt
RUN pip install -r requirements/production.txt

FROM api-dependencies AS api-test
COPY api/requirements/test.txt requirements/test.txt
RUN pip install -r requirements/test.txt
COPY --from=protocol /out/python ./example/protocol
COPY api/ ./
RUN ruff check . && ruff format --check . && mypy example
RUN pytest -q \
      --junitxml=/reports/api.xml \
      --cov=example \
      --cov-report=xml:/reports/coverage.xml \
      tests

FROM api-base AS api
LABEL org.opencontainers.image.title="api" org.opencontainers.image.source="https://git.example.com/product/api"
LABEL com.example.team='platform' com.example.pager="yes"
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 libjpeg62-turbo libwebp7 \
    && apt-get clean \
    && rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*
COPY --from=api-dependencies /opt/venv /opt/venv
COPY --from=protocol /out/python ./example/protocol
COPY api/manage.py api/gunicorn.conf.py ./
COPY api/example ./example
COPY api/templates ./templates
RUN SECRET_KEY=build-only DATABASE_URL=sqlite:// python manage.py collectstatic --noinput --clear
RUN addgroup --system --gid 10003 api \
    && adduser --system --uid 10003 --ingroup api api \
    && mkdir -p /var/lib/api/media \
    && chown -R api:api /var/lib/api
VOLUME ["/var/lib/api/media", "/var/log/api"]
ENV DJANGO_SETTINGS_MODULE=example.settings.production
ENV WEB_CONCURRENCY=3 PORT=8000
USER api:api
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s CMD ["python", "manage.py", "health"]
ENTRYPOINT ["/opt/venv/bin/python", "-m", "example.entrypoint"]
CMD gunicorn example.wsgi:application \
    --bind "0.0.0.0:${PORT}" \
    --workers "$WEB_CONCURRENCY" \
    --access-logfile -

# The same image with tools for people who develop.
FROM api AS api-development
USER root
COPY --from=api-test /opt/venv /opt/venv
RUN apt-get update && apt-get install -y --no-install-recommends less procps postgresql-client vim-tiny
ENV DJANGO_SETTINGS_MODULE=example.settings.development \
    DJANGO_DEBUG=1
USER api:api
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]

# ---------------------------------------------------------------------------
# Documentation
# ---------------------------------------------------------------------------
FROM python:${PYTHON_VERSION}-slim-bookworm AS docs-build
WORKDIR /docs
ADD https://fonts.example.com/inter-4.0.tar.gz /tmp/fonts/
COPY docs/requirements.txt .
RUN pip install -r requirements.txt
COPY docs/mkdocs.yml .
COPY docs/content ./content
COPY --from=go-build /out/gateway.txt /out/billing.txt ./content/reference/
RUN mkdocs build --strict --site-dir /out/site

FROM nginx:1.27-alpine AS docs
MAINTAINER docs@example.com
COPY --from=docs-build /out/site /usr/share/nginx/html
EXPOSE 80
ONBUILD COPY overrides /usr/share/nginx/html/overrides
ONBUILD RUN nginx -t

# ---------------------------------------------------------------------------
# Reports of all tests, exported with an output of type "local"
# ---------------------------------------------------------------------------
FROM scratch AS reports
COPY --from=web-test /reports/ /
COPY --from=go-test /reports/ /
COPY --from=api-test /reports/ /
