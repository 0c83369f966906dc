-- PHM1001: fails as soon as there is an order.
ALTER TABLE orders ADD COLUMN currency char(3) NOT NULL;
