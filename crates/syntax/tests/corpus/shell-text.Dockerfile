FROM ubuntu:24.04
RUN if [ "$A" = 'b' ]; then echo "it's"; fi
RUN for i in 1 2 3; do \
      echo "$i"; \
    done
RUN echo "a string that goes \
on in the next line"
RUN printf 'a\nb\\n' | sed -e 's/a\(b\)/\1/' \
 && awk '{ print $1 }' /etc/passwd
RUN echo a\
b
RUN echo 'RUN inside quotes \
RUN still the same instruction'
CMD exec app "$@"
ENTRYPOINT tini -- sh -c 'exec "$0"' app
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN time make -j"$(nproc)"
