FROM debian:12-slim
RUN <<EOF
apt-get update
apt-get install -y curl
EOF
RUN <<SCRIPT bash -e
set -o pipefail
curl -fsSL https://example.com | tee /page
SCRIPT
RUN <<'EOF'
echo "$HOME is not expanded"
EOF
RUN python3
