FROM alpine:3.20
RUN --network=none ["echo", "one"]
RUN --mount=type=tmpfs,target=/tmp --network=none ["echo", "two"]
RUN --network=none echo three
CMD ["echo"]
