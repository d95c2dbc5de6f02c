FROM nginx:1.27
HEALTHCHECK --interval=30s --timeout=5s --start-period=1m --start-interval=2s --retries=5 CMD curl -f http://localhost/ || exit 1
HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
HEALTHCHECK none
healthcheck cmd true
HEALTHCHECK	CMD	wget -q -O /dev/null http://localhost/
