FROM alpine:3.20
RUN ['single', 'quotes']
RUN ["trailing", "comma",]
CMD ["mixed", 'quotes']
ENTRYPOINT ["no" "comma"]
