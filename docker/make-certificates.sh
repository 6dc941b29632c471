#!/usr/bin/env bash
# Makes what compose.yaml needs for verified TLS to PostgreSQL, once: an authority of its own, which signs the server's certificate and is thrown away.
# Usage: docker/make-certificates.sh [folder]   (docker/secrets when left out; the server's name is "postgres")
set -euo pipefail
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
cd "$folder"
if [ -e database.crt ]; then
  echo "$folder/database.crt is there already: remove it to have a new one." >&2
  exit 1
fi

authority="$(mktemp)"
trap 'rm -f "$authority" database.csr database-ca.srl' EXIT
umask 077
openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj "/CN=trading database authority" -keyout "$authority" -out database-ca.crt
openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=postgres" -keyout database.key -out database.csr
openssl x509 -req -in database.csr -CA database-ca.crt -CAkey "$authority" -CAcreateserial -sha256 -days 3650 \
  -extfile <(printf 'subjectAltName=DNS:postgres\nextendedKeyUsage=serverAuth\n') -out database.crt
chmod 0644 database-ca.crt database.crt
echo "Now: sudo chown 999 $folder/database.key   (PostgreSQL's user in its image reads it, and nobody else)"
