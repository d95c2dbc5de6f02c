FROM python:3.13-slim
RUN cat <<EOF > /etc/motd
welcome
EOF
RUN --mount=type=cache,target=/root/.cache bash <<EOF
echo cached
EOF
CMD ["python"]
