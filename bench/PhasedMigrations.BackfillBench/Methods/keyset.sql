-- A loop along the primary key with a commit after each batch.
DO $$
DECLARE
    low {key};
    high {key};
BEGIN
    LOOP
        SELECT id INTO high FROM items WHERE low IS NULL OR id > low ORDER BY id OFFSET 4999 LIMIT 1;
        UPDATE items SET slug = name || '-' || category
        WHERE (low IS NULL OR id > low) AND (high IS NULL OR id <= high) AND slug IS NULL;
        COMMIT;
        EXIT WHEN high IS NULL;
        low := high;
    END LOOP;
END $$;
