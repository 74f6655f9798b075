-- Schema step 4: the keys of deliveries in blocks. A row for each key cost a third of an import: SQLite's tree keeps
-- pages next to each other nearly full, and what is written between them, as the rest of every export that begins with
-- its newest row is, moves rows from page to page thirty times over (store/seen_blocks.h).

ALTER TABLE seen RENAME TO seen_by_row; -- store/seen.c moves its rows and drops it

-- One row: up to a thousand keys (store/key.h) in order, each with its delivery, 16 bytes apiece: both numbers with the
-- byte that counts most first. `first` is the first of the keys. To be read as the table `seen` (key, delivery_id),
-- which the program provides (store/seen_table.h).
CREATE TABLE seen_block (
    first INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
);
