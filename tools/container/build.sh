#!/bin/sh
# Usage: tools/container/build.sh FOLDER. Builds the image of deploy/container/ with buildah, and leaves its root filesystem and its settings as an
# OCI archive in FOLDER/writ.tar. $WRIT_BASE_IMAGE names an image with npm, GNU make and Go to start from; without it one is made (base.sh).
# Needs root, buildah, and what base.sh needs.
set -eu
folder=$1
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
storage="--root $folder/storage --runroot $folder/run --storage-driver vfs"
base=${WRIT_BASE_IMAGE:-}
if [ -z "$base" ]; then
  [ -f "$folder/base.tar" ] || "$(dirname "$0")/base.sh" "$folder/base.tar"
  base=localhost/writ-base
  # A builder behind a proxy trusts what this machine trusts.
  authorities=/etc/ssl/certs/ca-certificates.crt
  printf 'FROM scratch\nADD base.tar /\nENV SSL_CERT_FILE=%s NODE_EXTRA_CA_CERTS=%s\n' $authorities $authorities >"$folder/Containerfile.base"
  # shellcheck disable=SC2086
  buildah $storage bud --quiet --isolation chroot -f "$folder/Containerfile.base" -t "$base" "$folder" >&2
fi
# What Go and npm have fetched already need not be fetched again.
caches="--volume $(go env GOMODCACHE):/root/go/pkg/mod --volume $(go env GOCACHE):/root/.cache/go-build"
# shellcheck disable=SC2086
buildah $storage bud --isolation chroot $caches \
  --build-arg NODE_IMAGE="$base" --build-arg GO_IMAGE="$base" \
  -f deploy/container/Containerfile -t localhost/writ . >&2
rm -f "$folder/writ.tar"
# shellcheck disable=SC2086
buildah $storage push --quiet localhost/writ "oci-archive:$folder/writ.tar:localhost/writ"
echo "$folder/writ.tar"
