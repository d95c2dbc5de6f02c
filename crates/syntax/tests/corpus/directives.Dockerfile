# syntax=docker/dockerfile:1.12
# check=skip=all;error=true
# escape=\
# This is a comment like any other.
# syntax=ignored/after-a-comment
FROM busybox:1.37
RUN echo "one" \
    "two"
CMD ["true"]
