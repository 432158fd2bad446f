import type { CurvePoint, Decision, Difference } from '@stepwell/workflow';

/** The first thing that came out otherwise, as a sentence. */
export function differenceWords(difference: Difference): string {
  switch (difference.what) {
    case 'decision': {
      const { number, recorded, here } = difference;
      if (recorded !== null && here !== null && saysOf(recorded) === saysOf(here)) {
        return `Decision ${number}, "${recorded.choice}", has other evidence: ${evidenceApart(recorded, here)}.`;
      }
      return `Decision ${number}: the run ${saysOf(recorded)}, and here it ${saysOf(here)}.`;
    }
    case 'curve': {
      const { fit, epoch, recorded, here } = difference;
      return `The curve of ${fit} at epoch ${epoch}: the run ${pointOf(recorded)}, and here it ${pointOf(here)}.`;
    }
    case 'status':
      return `The run is ${difference.recorded}, and here it ends ${difference.here}.`;
    case 'weights':
      return `The weights: the run's sha256 is ${difference.recorded ?? 'missing'}, and here it is ${difference.here ?? 'missing'}.`;
    case 'score':
      return `The test's score: ${String(difference.recorded)} in the run, ${String(difference.here)} here.`;
  }
}

function saysOf(decision: Decision | null): string {
  if (decision === null) return 'ends before it';
  return `says "${decision.choice}" (${decision.stage}: ${decision.why})`;
}

function pointOf(point: CurvePoint | null): string {
  if (point === null) return 'has no point';
  return `has training loss ${point.trainLoss}, validation loss ${point.validationLoss ?? 'none'}, score ${point.validationScore ?? 'none'}`;
}

/** The evidence in which two decisions differ. */
function evidenceApart(recorded: Decision, here: Decision): string {
  const names = new Set([...Object.keys(recorded.evidence), ...Object.keys(here.evidence)]);
  const show = (value: unknown) => JSON.stringify(value) ?? 'nothing';
  const apart = [...names].filter((name) => show(recorded.evidence[name]) !== show(here.evidence[name]));
  return apart
    .map((name) => `${name} is ${show(recorded.evidence[name])} in the run and ${show(here.evidence[name])} here`)
    .join('; ');
}
