FROM alpine:3.20
ENV OLD form with  several   spaces
ENV OLD_QUOTED "form in quotes"
ENV NEW=value
ENV MANY=1 OF="two words" THESE='three words' ESCAPED=four\ words
ENV EMPTY= NEXT=x
ENV PATH=/opt/bin:$PATH EXPANDED=${NEW:-default}
ENV MULTI="first \
second" LAST=end
ENV "QUOTED_KEY"=value
ENV dotted.key=value dashed-key=value
ENV LONG a value \
    over lines
ENV URL=https://example.com/?a=b&c=d
ENV QUOTE='it'"'"'s'
