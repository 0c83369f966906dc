-- The loop that most people write first.
DO $$
DECLARE
    changed bigint;
BEGIN
    LOOP
        UPDATE items SET slug = name || '-' || category
        WHERE id IN (SELECT id FROM items WHERE slug IS NULL LIMIT 5000);
        GET DIAGNOSTICS changed = ROW_COUNT;
        COMMIT;
        EXIT WHEN changed = 0;
    END LOOP;
END $$;
