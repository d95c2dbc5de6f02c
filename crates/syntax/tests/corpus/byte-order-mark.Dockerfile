FROM alpine:3.20
RUN echo mark
CMD ["sh"]
