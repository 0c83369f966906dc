# Becomes the server, and leaves behind a reader of our standard input. Each line is the name of a signal for the server, or DONE.
# The end of the input without DONE means that the test process is gone, in whatever way: the server ends and its files go.
# Two subshells, so that the reader is nobody's child: a postmaster takes every child's end for a crash.
# $1 postgres, $2 data directory, $3 folder for its socket, with all of the server's files in it, $4 port, $5 log file
server=$$
exec 3<&0 </dev/null
(
  (
    trap '' INT
    while read -r line; do
      [ "$line" = DONE ] && exit 0
      kill -s "$line" "$server"
    done
    kill -s QUIT "$server"
    # Not kill -0: a dead server whose new parent does not ask for it stays a process.
    tries=0
    while [ -e "$2/postmaster.pid" ] && [ $tries -lt 100 ]; do
      sleep 0.1
      tries=$((tries + 1))
    done
    rm -rf "${3:?}"
  ) <&3 >/dev/null 2>&1 &
)
exec 3<&-
exec "$1" -D "$2" -k "$3" -p "$4" >>"$5" 2>&1
