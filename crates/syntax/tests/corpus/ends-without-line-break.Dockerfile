FROM alpine:3.20
CMD ["no", "line break at the end"]