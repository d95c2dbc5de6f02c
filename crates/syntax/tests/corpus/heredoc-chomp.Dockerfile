FROM alpine:3.20
RUN <<-EOF
	echo one
		echo two
	EOF
COPY <<-CONF /etc/app.conf
	name = app
	CONF
RUN echo done
