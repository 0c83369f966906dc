-- The safe way: DbUp sends each statement by itself, so that the build can run beside reads and writes.
CREATE INDEX CONCURRENTLY ix_orders_total ON orders (total);
