-- What `stepwell doctor --mend` did to a run: how often it changed the run's curve, for who knows the one before; and the
-- committed steps of fits that are trained again, so that a run never has fewer than it had.
ALTER TABLE runs ADD COLUMN mends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN forgotten_steps INTEGER NOT NULL DEFAULT 0;
