-- The pattern of pgroll in our own words: a flag column, a trigger that computes the value and clears the flag, and batches that touch rows.
ALTER TABLE items ADD COLUMN needs_backfill boolean DEFAULT true;

CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.slug := NEW.name || '-' || NEW.category;
    NEW.needs_backfill := false;
    RETURN NEW;
END $$;

CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON items FOR EACH ROW EXECUTE FUNCTION fill();

DO $$
DECLARE
    low {key} := {before};
    high {key};
BEGIN
    LOOP
        WITH batch AS (
            SELECT id FROM items WHERE needs_backfill AND id > low ORDER BY id LIMIT 1000 FOR NO KEY UPDATE),
        touched AS (
            UPDATE items SET id = items.id FROM batch WHERE items.id = batch.id RETURNING items.id)
        SELECT id INTO high FROM touched ORDER BY id DESC LIMIT 1;
        COMMIT;
        EXIT WHEN high IS NULL;
        low := high;
    END LOOP;
END $$;

DROP TRIGGER fill ON items;
