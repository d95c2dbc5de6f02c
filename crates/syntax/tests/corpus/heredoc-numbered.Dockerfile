FROM debian:12
RUN <<EOF1
echo first
EOF1
RUN <<EOF1 cat > /hello
WORKDIR /not-an-instruction
COPY neither this
EOF1
COPY <<FILE1 /etc/hello
RUN hello
FILE1
CMD cat /hello
