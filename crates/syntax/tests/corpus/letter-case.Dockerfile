from alpine:3.20 as Base
Run echo mixed
	run echo indented by a tab
   CoPy a b
env A=b
WorkDir /srv
expose 80/TCP
volume /data
user Root
label A=b
arg Name=x
stopsignal sigterm
shell ["/bin/sh", "-c"]
maintainer Someone <someone@example.com>
add a b
entrypoint a
cmd b
FROM base As other
