UPDATE items SET slug = name || '-' || category WHERE slug IS NULL;
