import type { RunView } from '../api/client.ts';
import { text } from '../text.ts';

/** Says each stage and the verdict to a screen reader, as they come. */
export function SpokenState({ view }: { view: Pick<RunView, 'status' | 'stage' | 'verdict'> }) {
  return (
    <p aria-live="polite" className="sr-only" data-testid="spoken-state">
      {view.status === 'running'
        ? text.run.atStage(text.stageNames[view.stage])
        : text.run.ended(text.statuses[view.status], view.verdict)}
    </p>
  );
}
