FROM alpine:3.20
SHELL ["/bin/sh", "-c"]
RUN ["/bin/sh", "-c", "echo hi"]
RUN [ "spaces" , "everywhere" ]
RUN ["escapes", "tab\tquote\"back\\slash\nnew line"]
RUN ["unclosed", "array"
RUN [[ -e /etc/passwd ]] && echo yes
RUN [ -f /etc/passwd ] && echo yes
RUN ["followed"] by words
CMD ["one"]
ENTRYPOINT ["over", \
  "lines"]
VOLUME ["/data", "/logs"]
VOLUME [ /odd ]
COPY ["with space", "/dest dir/"]
COPY [[]bracket /dest/
ADD [ "a", "b", "/c/" ]
