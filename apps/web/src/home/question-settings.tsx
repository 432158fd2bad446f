import { measuresProblem, METRIC_NAMES, metricWords, type MetricName } from '@stepwell/metrics/names';
import type { ProblemType } from '@stepwell/workflow/question';
import { useId, type ReactNode } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';
import { canBePredicted } from './column-roles.ts';

/** Further settings of the question. */
export interface Question {
  measure: MetricName | null;
  /** The user's own measure; empty for none. */
  expression: string;
  group: string | null;
  /** The column within whose values rows are ranked. */
  query: string | null;
  /** The target whose classes have an order that is to be learned; null for none. */
  ordinal: string | null;
  /** Columns to predict besides the first. */
  also: ReadonlySet<string>;
  keep: ReadonlySet<string>;
  /** Vocabulary size, as typed; empty for the default. */
  words: string;
  ignoreGate: boolean;
}

/** Nothing set: everything is automatic. */
export const OPEN_QUESTION: Question = {
  measure: null,
  expression: '',
  group: null,
  query: null,
  ordinal: null,
  also: new Set(),
  keep: new Set(),
  words: '',
  ignoreGate: false,
};

const FEWEST_WORDS = 10;
const MOST_WORDS = 50_000;

/** Props of the settings. */
export interface QuestionSettingsProps {
  /** The columns besides the target. */
  columns: Dataset['columns'];
  /** The type of problem, once it is known: only measures of it are offered. */
  type: ProblemType | null;
  question: Question;
  onChange: (question: Question) => void;
}

/** Settings that few people change: the measure, groups, several targets, columns to keep. */
export function QuestionSettings({ columns, type, question, onChange }: QuestionSettingsProps) {
  const id = useId();
  const words = text.setup;
  const set = (fields: Partial<Question>) => onChange({ ...question, ...fields });
  const values = columns.filter(canBePredicted);
  const measures = METRIC_NAMES.filter(
    (name) => name !== 'custom' && (type === null || name === question.measure || measuresProblem(name, type)),
  );
  return (
    <>
      <Choice id={`${id}measure`} name={words.measure}>
        <select
          id={`${id}measure`}
          className="field w-full sm:w-80"
          value={question.measure ?? ''}
          onChange={(event) => set({ measure: measureNamed(event.target.value) })}
        >
          <option value="">{words.automatic}</option>
          {measures.map((name) => (
            <option key={name} value={name}>
              {metricWords[name]}
            </option>
          ))}
        </select>
      </Choice>
      <Choice id={`${id}expression`} name={words.expression} hint={words.expressionHint}>
        <input
          id={`${id}expression`}
          className="field w-full font-mono"
          value={question.expression}
          maxLength={500}
          spellCheck={false}
          autoCapitalize="off"
          aria-describedby={`${id}expression-hint`}
          onChange={(event) => set({ expression: event.target.value })}
        />
      </Choice>
      {columns.some(({ kind }) => kind === 'text') && (
        <Choice id={`${id}words`} name={words.words} hint={words.wordsHint}>
          <input
            id={`${id}words`}
            type="number"
            inputMode="numeric"
            min={FEWEST_WORDS}
            max={MOST_WORDS}
            step={1}
            className="field w-40 tabular-nums"
            value={question.words}
            aria-describedby={`${id}words-hint`}
            onChange={(event) => set({ words: event.target.value })}
          />
        </Choice>
      )}
      <ColumnChoice
        id={`${id}group`}
        name={words.group}
        hint={words.groupHint}
        none={words.noGroup}
        columns={values}
        chosen={question.group}
        onChoose={(group) => set({ group })}
      />
      <ColumnChoice
        id={`${id}query`}
        name={words.query}
        hint={words.queryHint}
        none={words.noQuery}
        columns={values}
        chosen={question.query}
        onChoose={(query) => set({ query })}
      />
      {values.length > 0 && (
        <Columns
          legend={words.also}
          hint={words.alsoHint}
          columns={values}
          chosen={question.also}
          onChange={(also) => set({ also })}
        />
      )}
      <Columns
        legend={words.keep}
        hint={words.keepHint}
        columns={columns}
        chosen={question.keep}
        onChange={(keep) => set({ keep })}
      />
      <label className="tap gap-3">
        <input
          type="checkbox"
          className="h-4 w-4 shrink-0"
          checked={question.ignoreGate}
          onChange={(event) => set({ ignoreGate: event.target.checked })}
        />
        {words.goOn}
      </label>
    </>
  );
}

function measureNamed(name: string): MetricName | null {
  for (const known of Object.keys(metricWords)) if (known === name && isMetric(known)) return known;
  return null;
}

function isMetric(name: string): name is MetricName {
  return Object.hasOwn(metricWords, name);
}

/** One of the columns, or none. */
function ColumnChoice({
  id,
  name,
  hint,
  none,
  columns,
  chosen,
  onChoose,
}: {
  id: string;
  name: string;
  hint: string;
  none: string;
  columns: Dataset['columns'];
  chosen: string | null;
  onChoose: (column: string | null) => void;
}) {
  return (
    <Choice id={id} name={name} hint={hint}>
      <select
        id={id}
        className="field w-full sm:w-80"
        value={chosen ?? ''}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{none}</option>
        {columns.map((column) => (
          <option key={column.name} value={column.name}>
            {column.name}
          </option>
        ))}
      </select>
    </Choice>
  );
}

function Choice({ id, name, hint, children }: { id: string; name: string; hint?: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="block font-semibold">
        {name}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

/** More columns than this get a scrollable box. */
export const MAX_COLUMNS = 40;

/** Checkboxes for columns. */
export function Columns({
  legend,
  hint,
  columns,
  chosen,
  onChange,
}: {
  legend: string;
  hint: string;
  columns: Dataset['columns'];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const toggle = (column: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(column);
    else next.delete(column);
    onChange(next);
  };
  return (
    <fieldset>
      <legend className="font-semibold">{legend}</legend>
      <p className="text-small text-soft">{hint}</p>
      <div className={`grid grid-cols-1 sm:grid-cols-2 ${columns.length > MAX_COLUMNS ? 'choices-of-many' : ''}`}>
        {columns.map(({ name }) => (
          <label key={name} className="tap gap-3">
            <input
              type="checkbox"
              className="h-4 w-4 shrink-0"
              checked={chosen.has(name)}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            <span className="min-w-0 truncate">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
