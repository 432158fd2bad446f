-- The stage "power" is called gate, as pages call it; "goOn" of a spec is ignoreGate; a run that the service drives is in
-- the background. Trials keep their ids, which seed their shuffles: the gate's small model is still "power".
UPDATE runs SET
  spec = json_remove(json_set(spec, '$.ignoreGate', json(coalesce(spec -> '$.goOn', 'false'))), '$.goOn'),
  state = json_remove(
    json_set(
      state,
      '$.schema', 'stepwell.run/3',
      '$.stage', iif(state ->> '$.stage' = 'power', 'gate', state ->> '$.stage'),
      '$.gate', json(coalesce(state -> '$.power', 'null'))
    ),
    '$.power'
  )
WHERE state ->> '$.schema' = 'stepwell.run/2';

UPDATE decisions SET decision = json_set(decision, '$.stage', 'gate') WHERE decision ->> '$.stage' = 'power';

ALTER TABLE runs RENAME COLUMN keep_going TO in_background;
DROP INDEX runs_kept_going;
CREATE INDEX runs_in_background ON runs (updated_at) WHERE in_background = 1;
