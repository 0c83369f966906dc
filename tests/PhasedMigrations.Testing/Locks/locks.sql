-- Tables only: the locks on their indexes and sequences follow from these.
SELECT relation, mode
FROM pg_locks
WHERE pid = $1
  AND locktype = 'relation'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = ANY ($2)
