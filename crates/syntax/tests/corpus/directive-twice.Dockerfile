# syntax=docker/dockerfile:1
# escape=`
# escape=`
FROM alpine
RUN echo back `
RUN echo tick
