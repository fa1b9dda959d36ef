#!/bin/sh
# Usage: deploy/container/assemble.sh TARGET. Lays out the root filesystem of the image in TARGET, from a repository in which `make ready` ran.
set -eu
target=$1
app=$target/app
mkdir -p "$app" "$target/usr/bin" "$target/etc" "$target/tmp" "$target/var/lib/writ"

# The Node of the lock file, and the libraries that it names, where its loader looks for them.
cp node_modules/node/bin/node "$target/usr/bin/node"
ldd node_modules/node/bin/node | sed -n 's/^.*\s\(\/[^ ]*\) (0x.*/\1/p' | while read -r library; do
  mkdir -p "$target$(dirname "$library")"
  cp -L "$library" "$target$library"
done
# glibc loads these by name: host names in /etc/hosts and in DNS.
for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
  found=$(find /lib /usr/lib -name "$library" | head -n 1)
  [ -z "$found" ] || { mkdir -p "$target$(dirname "$found")" && cp -L "$found" "$target$found"; }
done

# Without what only development and the embedded PostgreSQL need: packages for development, optional ones.
cp package.json package-lock.json LICENSE "$app/"
mkdir -p "$app/packages/client" "$app/tools/opa/package"
cp packages/client/package.json "$app/packages/client/"
cp tools/opa/package/package.json "$app/tools/opa/package/"
(cd "$app" && npm ci --omit=dev --omit=optional --workspaces=false --include-workspace-root --ignore-scripts --no-audit --no-fund --loglevel=error)
rm -rf "$app/packages" "$app/tools" "$app/package-lock.json" "$app/node_modules/.package-lock.json" \
  "$app/node_modules/@writ" "$app/node_modules/.bin"
cp -R dist "$app/dist"
rm -f "$app/dist/.compiled"
find "$app" -name '*.map' -delete
cp deploy/container/healthcheck.mjs "$app/"

printf 'root:x:0:0:root:/:/sbin/nologin\nwrit:x:65532:65532:writ:/var/lib/writ:/sbin/nologin\n' >"$target/etc/passwd"
printf 'root:x:0:\nwrit:x:65532:\n' >"$target/etc/group"
printf 'hosts: files dns\n' >"$target/etc/nsswitch.conf"
chmod 1777 "$target/tmp"
chown 65532:65532 "$target/var/lib/writ"
chmod 0700 "$target/var/lib/writ"
