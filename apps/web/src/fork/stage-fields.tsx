import type { StageName } from '@stepwell/workflow/decisions';
import { measuresProblem, metricWords, type MetricName } from '@stepwell/metrics/names';
import type { PreparationChoice } from '@stepwell/workflow/question';
import { useState } from 'react';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { numberIn, unitsIn, withFields, withModel, withOrder, type Draft } from './draft.ts';
import { SelectField, TickField, TypedField } from '../form/fields.tsx';

const words = text.fork;

/** Props of the fields. */
export interface StageFieldsProps {
  report: RunReport;
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** What can be changed in a stage. */
export function StageFields({ stage, ...props }: StageFieldsProps & { stage: StageName }) {
  switch (stage) {
    case 'define':
      return <ColumnFields {...props} />;
    case 'measure':
      return <MeasureField {...props} />;
    case 'protocol':
      return <ProtocolFields {...props} />;
    case 'prepare':
      return <PreparationFields {...props} />;
    case 'gate':
      return <GateField {...props} />;
    case 'scale-up':
      return <SizeFields {...props} />;
    case 'tune':
      return <ModelFields {...props} />;
    default:
      return <SeedField {...props} />;
  }
}

function ColumnFields({ report, draft, onChange }: StageFieldsProps) {
  const { inputs = [], leftOut = [] } = report.problem ?? {};
  const dropped = draft.drop ?? [];
  const columns = [...new Set([...inputs, ...leftOut.map(({ column }) => column), ...dropped])];
  const set = (column: string, out: boolean) =>
    onChange(withFields(draft, { drop: out ? [...dropped, column] : dropped.filter((name) => name !== column) }));
  return (
    <fieldset>
      <legend className="font-semibold">{words.leaveOut}</legend>
      <div className={columns.length > 12 ? 'choices-of-many' : ''}>
        {columns.map((column) => (
          <TickField key={column} name={column} on={dropped.includes(column)} onChange={(out) => set(column, out)} />
        ))}
      </div>
    </fieldset>
  );
}

const METRICS = namesOf<MetricName>(metricWords).filter(({ value }) => value !== 'custom');

function MeasureField({ report, draft, onChange }: StageFieldsProps) {
  const type = report.problem?.type;
  return (
    <SelectField
      name={words.measure}
      value={draft.measure}
      options={type === undefined ? METRICS : METRICS.filter(({ value }) => measuresProblem(value, type))}
      automatic={now(report.measure && (report.measure.expression ?? metricWords[report.measure.name]))}
      onChange={(measure) => onChange(withFields(draft, { measure, custom: undefined }))}
    />
  );
}

function ProtocolFields({ report: { protocol }, draft, onChange }: StageFieldsProps) {
  return (
    <>
      <SelectField
        name={words.protocol}
        value={draft.protocol}
        options={namesOf(words.protocols)}
        automatic={now(protocol && words.protocols[protocol.kind])}
        onChange={(protocol) => onChange(withFields(draft, { protocol }))}
      />
      <TypedField
        name={words.folds}
        automatic={now(protocol?.k ?? null)}
        value={draft.folds === undefined ? '' : String(draft.folds)}
        onChange={(typed) => onChange(withFields(draft, { folds: numberIn(typed) }))}
      />
      <SelectField
        name={words.order}
        value={draft.order}
        options={namesOf(words.orders)}
        automatic={now(protocol && text.config.orders[protocol.order])}
        onChange={(order) => onChange(withOrder(draft, order))}
      />
    </>
  );
}

const PREPARATIONS: readonly PreparationChoice[] = [
  'z-score',
  'zero-to-one',
  'minus-one-to-one',
  'robust',
  'log',
  'one-hot',
  'hash',
  'frequency',
  'target-rate',
];

function PreparationFields({ report, draft, onChange }: StageFieldsProps) {
  const options = PREPARATIONS.map((value) => ({ value, name: value }));
  const prepared = report.preparation ?? [];
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-semibold">{words.prepare}</legend>
      <div className={`flex flex-col gap-3 ${prepared.length > 8 ? 'choices-of-many' : ''}`}>
        {prepared.map(({ column, steps }) => (
          <SelectField
            key={column}
            name={column}
            automatic={now(steps.join(', ') || null)}
            value={Object.hasOwn(draft.prepare ?? {}, column) ? draft.prepare?.[column] : undefined}
            options={options}
            onChange={(choice) => {
              const { [column]: _before, ...others } = draft.prepare ?? {};
              onChange(withFields(draft, { prepare: choice === undefined ? others : { ...others, [column]: choice } }));
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

function GateField({ draft, onChange }: StageFieldsProps) {
  return (
    <TickField
      name={words.goOn}
      on={draft.ignoreGate === true}
      onChange={(ignoreGate) => onChange(withFields(draft, { ignoreGate }))}
    />
  );
}

const EFFORTS = (['quick', 'standard', 'thorough'] as const).map((value) => ({
  value,
  name: text.efforts[value].name,
}));

function SizeFields({ report, draft, onChange }: StageFieldsProps) {
  const inForce = configOf(report);
  const [units, setUnits] = useState((draft.model?.units ?? []).join('-'));
  return (
    <>
      <SelectField
        name={words.effort}
        value={EFFORTS.find(({ value }) => value === draft.effort)?.value}
        options={EFFORTS}
        onChange={(effort) => onChange(withFields(draft, { effort }))}
      />
      <TypedField
        name={words.units}
        automatic={now(inForce?.units.join('-') || null)}
        hint={words.unitsHint}
        value={units}
        onChange={(typed) => {
          setUnits(typed);
          onChange(withModel(draft, { units: unitsIn(typed) }));
        }}
      />
      <ModelNumber name="epochs" inForce={report.model?.epochs ?? null} draft={draft} onChange={onChange} />
    </>
  );
}

const OPTIMIZERS = (['rmsprop', 'adam', 'sgd'] as const).map((value) => ({ value, name: value }));

function ModelFields({ report, draft, onChange }: StageFieldsProps) {
  const inForce = configOf(report);
  return (
    <>
      <ModelNumber name="dropout" inForce={inForce?.dropout ?? null} draft={draft} onChange={onChange} />
      <ModelNumber name="l1" inForce={inForce?.l1 ?? null} draft={draft} onChange={onChange} />
      <ModelNumber name="l2" inForce={inForce?.l2 ?? null} draft={draft} onChange={onChange} />
      <ModelNumber name="learningRate" inForce={inForce?.learningRate ?? null} draft={draft} onChange={onChange} />
      <SelectField
        name={words.optimizer}
        value={draft.model?.optimizer}
        options={OPTIMIZERS}
        automatic={now(inForce?.optimizer ?? null)}
        onChange={(optimizer) => onChange(withModel(draft, { optimizer }))}
      />
      <ModelNumber name="batchSize" inForce={inForce?.batchSize ?? null} draft={draft} onChange={onChange} />
      <ModelNumber name="average" inForce={fitsOf(report)} draft={draft} onChange={onChange} />
    </>
  );
}

/** A number field of the model. It keeps the raw input, so that "0." can become "0.5". */
function ModelNumber({
  name,
  inForce,
  draft,
  onChange,
}: {
  name: 'epochs' | 'dropout' | 'l1' | 'l2' | 'learningRate' | 'batchSize' | 'average';
  /** The value that the run chose; null if it hasn't. */
  inForce: number | null;
  draft: Draft;
  onChange: (draft: Draft) => void;
}) {
  const [typed, setTyped] = useState(String(draft.model?.[name] ?? ''));
  return (
    <TypedField
      name={words[name]}
      automatic={now(inForce)}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        onChange(withModel(draft, { [name]: numberIn(next) }));
      }}
    />
  );
}

function SeedField({ draft, onChange }: StageFieldsProps) {
  return (
    <TypedField
      name={words.seed}
      hint={text.setup.seedHint}
      value={draft.seed === undefined ? '' : String(draft.seed)}
      onChange={(typed) => onChange(withFields(draft, { seed: numberIn(typed) }))}
    />
  );
}

/** The configuration that was tested, or else chosen; null before the search. */
function configOf({ tune, test }: RunReport) {
  const chosen = test?.trial ?? tune?.best;
  return tune?.trials.find(({ id }) => id === chosen)?.config ?? null;
}

/** How many fits the tested model is the mean of; null before the test. */
function fitsOf({ model }: RunReport): number | null {
  return model === null ? null : (model.fits ?? 1);
}

/** What "automatic" came to in this run; undefined where it hasn't come to anything. */
function now(value: string | number | null | undefined): string | undefined {
  return value == null ? undefined : words.automaticNow(String(value));
}

/** Turns a table of labels into options; its keys are the values. */
function namesOf<T extends string>(table: Record<T, string>): { value: T; name: string }[] {
  const options: { value: T; name: string }[] = [];
  for (const value in table) options.push({ value, name: table[value] });
  return options;
}
