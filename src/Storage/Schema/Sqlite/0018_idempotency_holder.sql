-- Who works on an unanswered request, and until when nobody else may: the holder moves the time on while it works.
ALTER TABLE idempotency_keys ADD COLUMN holder TEXT;
ALTER TABLE idempotency_keys ADD COLUMN held_until INTEGER;
