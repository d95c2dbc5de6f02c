# at the head \
FROM alpine:3.20
  # indented comment
RUN echo one \
# comment at the margin
  && echo two \
    # indented comment with a backslash \
  && echo three
RUN echo hash \# not a comment \
  # a comment
  # and one more

ENV A=1 \
    # B=2
    C=3
COPY a \
  # the destination
  /b/
LABEL one="1" \
      # two="2"
      three="3"
EXPOSE 80 \
  # tls
  443
CMD ["a", \
# between
"b"]
HEALTHCHECK --interval=5s \
  # every five seconds
  CMD true
