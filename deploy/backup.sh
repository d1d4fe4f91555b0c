#!/bin/sh
# One backup into a folder: the database first, the files after it, so that every file a row names is there.
# Keeps the last 14. Usage: backup.sh FOLDER, with the settings of /etc/cua-lang.env in the environment.
set -eu
umask 077
into=${1:?usage: backup.sh FOLDER}
instance=${INSTANCE_DIR:?INSTANCE_DIR is not set}
files=${STORAGE_DIR:-$instance/files}
stamp=$(date -u +%Y%m%dT%H%M%SZ)
part=$into/.part-$stamp
mkdir -p "$part"
trap 'rm -rf "$part"' EXIT

url=${DATABASE_URL:-}
case $url in
postgres*)
  pg_dump --format=custom --file="$part/database.dump" "$(printf %s "$url" | sed 's/+psycopg//')"
  ;;
*)
  database=${url#sqlite:///}
  database=${database:-$instance/cualang.db}
  # SQLite's own online backup: one moment, while the server goes on writing
  sqlite3 "$database" ".timeout 20000" ".backup '$part/database.db'"
  test "$(sqlite3 "$part/database.db" 'PRAGMA integrity_check')" = ok
  ;;
esac

# Files are named by their content and never change: those that the last backup has are linked, not copied.
last=$(find "$into" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort | tail -n 1)
if [ -d "$files" ]; then
  if [ -n "$last" ] && [ -d "$last/files" ]; then
    rsync --archive --link-dest="$last/files" "$files/" "$part/files/"
  else
    rsync --archive "$files/" "$part/files/"
  fi
fi
# the keys sign sessions and open what is sealed: without them the rest is of little use
if [ -d "$instance/keys" ]; then cp -a "$instance/keys" "$part/keys"; fi

mv "$part" "$into/$stamp"
trap - EXIT
find "$into" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort | head -n -14 | while read -r old; do rm -rf "$old"; done
echo "$into/$stamp"
