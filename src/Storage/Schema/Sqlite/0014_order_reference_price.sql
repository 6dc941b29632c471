-- What slippage is measured against; unknown for orders of before.
ALTER TABLE orders ADD COLUMN reference_price TEXT;
