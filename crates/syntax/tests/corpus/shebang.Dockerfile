#!/usr/bin/env -S docker build -f
# syntax=docker/dockerfile:1
# escape=`
FROM alpine:3.20
RUN echo first `
    second
