-- Whether only the key holder may use the run's model.
ALTER TABLE runs ADD COLUMN predictions_off INTEGER NOT NULL DEFAULT 0;
