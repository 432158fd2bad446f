import { formatScore, metricWords } from '@stepwell/metrics/names';
import type { StageName } from '@stepwell/workflow/decisions';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.journey;
/** How many preparations are named. */
const NAMED = 3;

/** What a stage of an ended run came to, in one sentence; null if the run ended before it. */
export function stageSummary(stage: StageName, report: RunReport): string | null {
  switch (stage) {
    case 'define':
      return problemOf(report);
    case 'measure':
      return report.measure && measureOf(report.measure);
    case 'protocol':
      return protocolOf(report);
    case 'prepare':
      return preparationOf(report);
    case 'baseline':
      return baselineOf(report);
    case 'gate':
    case 'scale-up':
      return lastChoice(stage, report);
    case 'tune':
      return searchOf(report);
    case 'test':
      return report.test && words.test(formatScore(report.test.metric, report.test.value), report.test.rows);
  }
}

/** An expression keeps its letters as they are. */
function measureOf({ name, expression }: NonNullable<RunReport['measure']>): string {
  return expression ?? sentence(metricWords[name]);
}

function problemOf({ problem, decisions }: RunReport): string | null {
  const choice = decisions.find(({ stage }) => stage === 'define')?.choice;
  if (choice === undefined) return null;
  return problem === null ? sentence(choice) : words.problem(capitalized(choice), problem.inputs.length);
}

function protocolOf({ protocol }: RunReport): string | null {
  if (protocol === null) return null;
  const { kind, k, iterations, rows } = protocol;
  return words.protocol(kind === 'hold-out' || k === null ? words.holdOut : words.folds(k, iterations), rows.test);
}

function preparationOf({ decisions }: RunReport): string | null {
  const choices = decisions.filter(({ stage }) => stage === 'prepare').map(({ choice }) => choice);
  if (choices.length === 0) return null;
  const rest = choices.length - NAMED;
  return sentence([...choices.slice(0, NAMED), ...(rest > 0 ? [words.more(rest)] : [])].join('; '));
}

function baselineOf({ baselines, measure }: RunReport): string | null {
  const [best] = baselines ?? [];
  if (best === undefined || measure === null) return null;
  return words.baseline(text.figure.baselines.names[best.name] ?? best.name, formatScore(measure.name, best.score));
}

function searchOf({ tune, measure }: RunReport): string | null {
  if (tune === null || measure === null) return null;
  const score = tune.trials.find(({ id }) => id === tune.best)?.score ?? null;
  return score === null ? null : words.search(tune.trials.length, formatScore(measure.name, score));
}

function lastChoice(stage: StageName, { decisions }: RunReport): string | null {
  const last = decisions.findLast((decision) => decision.stage === stage);
  return last === undefined ? null : sentence(last.choice);
}

/** With a capital letter at its beginning, unless it begins with a name in quotation marks, and a full stop. */
function sentence(words: string): string {
  return `${capitalized(words)}${/[.!?]$/.test(words) ? '' : '.'}`;
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
