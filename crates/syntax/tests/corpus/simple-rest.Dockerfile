FROM alpine:3.20
MAINTAINER Someone Who <someone@example.com>
STOPSIGNAL SIGTERM
USER 1000:1000
WORKDIR relative/path
WORKDIR "/quoted path"
WORKDIR ${HOME:-/root}/src
EXPOSE 80 443/tcp 53/udp 8000-8010
EXPOSE $PORT
VOLUME /data /logs
SHELL [ "/bin/ash" , "-c" ]
USER "quoted"
