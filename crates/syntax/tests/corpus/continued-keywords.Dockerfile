FR\
OM alpine:3.20
RUN\
 echo a
EN\
V A=b
RUN \
echo b
COPY\
  a b
