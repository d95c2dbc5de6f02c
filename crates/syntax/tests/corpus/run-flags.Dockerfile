# syntax=docker/dockerfile:1
FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
RUN --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=bind,source=go.sum,target=go.sum \
    go mod download
RUN --mount=type=secret,id=token,env=TOKEN --network=none ["sh", "-c", "true"]
RUN --mount=type=ssh --mount=type=tmpfs,target=/tmp,size=64m ssh -T git@example.com
RUN --security=insecure mount -t proc none /proc
RUN --network=host -- echo after dashes
RUN -- echo only dashes
RUN --mount="type=cache,target=/with space" echo quoted
RUN echo --mount=is-an-argument
RUN --network=default \

    echo x
