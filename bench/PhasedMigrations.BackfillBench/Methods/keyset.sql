-- A loop along the primary key with a commit after each batch.
DO $$
DECLARE
    low {key} := {before};
    high {key};
BEGIN
    LOOP
        SELECT id INTO high FROM items WHERE id > low ORDER BY id OFFSET 4999 LIMIT 1;
        UPDATE items SET slug = name || '-' || category
        WHERE id > low AND id <= coalesce(high, {last}) AND slug IS NULL;
        COMMIT;
        EXIT WHEN high IS NULL;
        low := high;
    END LOOP;
END $$;
