-- PHM2001: nobody can write to orders until every row is indexed.
CREATE INDEX ix_orders_customer_id ON orders (customer_id);
