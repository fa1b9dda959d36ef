#!/bin/sh
# Usage: tools/container/base.sh TARGET.tar. Makes what the Containerfile's first stages start from on a machine that no image registry
# answers: Debian 12 by mmdebstrap, with this machine's npm and Go. Needs root, apt, mmdebstrap, npm and Go.
set -eu
target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mmdebstrap --quiet --variant=minbase --include=make,ca-certificates,libstdc++6,python3-minimal bookworm "$root"
node=$(command -v node)
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
mkdir -p "$root/usr/local/lib/node_modules"
cp -L "$(readlink -f "$node")" "$root/usr/local/bin/node"
cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
cp -aL "$(go env GOROOT)" "$root/usr/local/go"
# A machine whose way out goes through a proxy trusts that proxy's authority: so does the builder, and only the builder.
if [ -n "${SSL_CERT_FILE:-}" ]; then cat "$SSL_CERT_FILE" >>"$root/etc/ssl/certs/ca-certificates.crt"; fi
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then cat "$NODE_EXTRA_CA_CERTS" >>"$root/etc/ssl/certs/ca-certificates.crt"; fi
rm -rf "$root"/var/cache/apt "$root"/var/lib/apt/lists "$root"/dev/*
tar -C "$root" -cf "$target.tmp" .
mv "$target.tmp" "$target"
