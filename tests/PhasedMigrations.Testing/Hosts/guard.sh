# Becomes the server, and leaves behind a reader of our standard input: each line is the name of a signal for the
# server, and the end of the input, which also comes when the test process dies in whatever way, stops it at once.
# Two subshells, so that the reader is nobody's child: a postmaster takes every child's end for a crash.
# $1 postgres, $2 data directory, $3 socket directory, $4 port, $5 log file
server=$$
exec 3<&0 </dev/null
(
  (
    while read -r signal; do kill -s "$signal" "$server"; done
    kill -s QUIT "$server"
  ) <&3 >/dev/null 2>&1 &
)
exec 3<&-
exec "$1" -D "$2" -k "$3" -p "$4" >>"$5" 2>&1
