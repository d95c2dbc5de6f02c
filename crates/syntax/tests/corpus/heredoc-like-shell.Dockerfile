FROM debian:12
RUN x=$((1 << 3)) && echo $x
RUN cat << EOF
RUN tr a b <<< "bananas"
ENV SHIFT="1<<4"
RUN ["sh", "-c", "cat <<EOF"]
