FROM debian:12
RUN <<ONE1 <<TWO2
echo one
ONE1
echo two
TWO2
RUN echo three
