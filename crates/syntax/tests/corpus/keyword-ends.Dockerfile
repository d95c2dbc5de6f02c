FROM alpine:3.20
RUN-SOMETHING else
COPY--from=a b c
LABEL=a b
