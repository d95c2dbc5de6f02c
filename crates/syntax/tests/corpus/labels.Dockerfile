FROM scratch
LABEL maintainer="People <people@example.com>"
LABEL com.example.one=1 com.example.two="two words"
LABEL "com.example.quoted key"="value"
LABEL old form of a label
LABEL description="first line \
second line"
LABEL multi.a="1" \
      multi.b="2" \
      multi.c='single quotes'
LABEL empty=""
