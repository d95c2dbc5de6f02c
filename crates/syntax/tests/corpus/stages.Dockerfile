FROM --platform=linux/amd64 golang:1.23 AS build
FROM build AS test
FROM build as debug
FROM --platform=$BUILDPLATFORM build as Other_Stage-1.2
FROM scratch
FROM registry.example.com:5000/team/app:1.2.3@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS pinned
FROM alpine \
  AS continued
FROM ${REGISTRY:-docker.io}/library/alpine:${TAG} AS expanded
