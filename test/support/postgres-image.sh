#!/usr/bin/env bash
# Where no image can be fetched: makes one out of the programs of a PostgreSQL with pgvector on this machine, with the official one's
# name, user, environment and way of being started.   postgres-image.sh FOLDER-OF-THE-PACKAGE BIN [NAME]
set -euo pipefail
package=$(realpath "$1")
bin=$(realpath "$2")
name=${3:-pgvector/pgvector:pg16}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# As it lies on this machine, since programs look for their libraries beside themselves.
home=$root$package
mkdir -p "$home" "$root/bin" "$root/etc" "$root/tmp" "$root/var/lib/postgresql/data" "$root/var/run/postgresql"
cp -r "$package/." "$home"
cp -L /bin/sh "$root/bin/sh"
libraries() { ldd "$1" | awk '$3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }'; }
for program in /bin/sh "$bin/postgres" "$bin/initdb" $(find "$home" -name vector.so); do libraries "$program"; done |
  sort -u | grep -v "^$root" | grep -v "^$package" | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
printf 'root:x:0:0::/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\npostgres:x:999:\n' >"$root/etc/group"
cat >"$root/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
set -e
[ -s "$PGDATA/PG_VERSION" ] || initdb -U postgres -A "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" -E UTF8 --locale=C --no-sync >/tmp/initdb.log
exec "$@"
SH
chmod 755 "$root" "$root/bin/docker-entrypoint.sh"
chmod 1777 "$root/tmp"
chmod -R a+rX "$home"
chown -R 999:999 "$root/var/lib/postgresql" "$root/var/run/postgresql"
tar -C "$root" -c . | docker import \
  --change "ENV PATH=$bin:/bin PGDATA=/var/lib/postgresql/data" --change 'USER postgres' --change 'EXPOSE 5432' \
  --change 'ENTRYPOINT ["/bin/docker-entrypoint.sh"]' --change 'CMD ["postgres"]' - "$name"
