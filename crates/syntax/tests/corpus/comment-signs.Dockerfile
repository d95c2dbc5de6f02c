# A line that begins with the sign is a comment, and nothing else is.
FROM alpine:3.20
RUN # not a comment for the builder
RUN echo one # nor is this
CMD echo two
