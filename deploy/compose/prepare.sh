#!/bin/sh
# Usage: sudo deploy/compose/prepare.sh [NAME]. Makes what compose.yaml takes from secrets/, as far as it is not there: a password, the database's
# URL, the key encryption key, and a certificate for NAME (localhost) that signs itself; put one of your authority in its place.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)/secrets
name=${1:-localhost}
umask 077
mkdir -p "$folder"
cd "$folder"
[ -f postgres-password ] || openssl rand -hex 24 >postgres-password
[ -f database-url ] || echo "postgresql://writ:$(cat postgres-password)@postgres/writ" >database-url
[ -f key-encryption-key ] || openssl rand -base64 32 >key-encryption-key
[ -f tls.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=$name" \
  -addext "subjectAltName=DNS:$name,DNS:writ,IP:127.0.0.1" -keyout tls.key -out tls.crt 2>/dev/null
# Compose mounts them as they are: they belong to the user of the image, and nobody else reads them.
chown 65532:65532 database-url key-encryption-key tls.key tls.crt
chmod 0400 database-url key-encryption-key tls.key tls.crt
