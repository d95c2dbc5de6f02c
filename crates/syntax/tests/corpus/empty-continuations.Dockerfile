FROM alpine:3.20
RUN apk add \

    curl \

    git
ENV A=1 \

    B=2
RUN echo spaces \   
    after the backslash
RUN echo end \

RUN echo next
