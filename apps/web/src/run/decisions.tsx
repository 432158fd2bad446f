import type { StageName } from '@stepwell/workflow/decisions';
import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { Evidence } from './evidence.tsx';

/** Props of the list. */
export interface DecisionsProps {
  stage: StageName;
  /** The run's current stage. */
  at: StageName;
  status: RunView['status'];
  /** Undefined until the report has loaded. */
  decisions: RunReport['decisions'] | undefined;
}

/** A stage's decisions, newest first, with their evidence behind a tap. */
export function Decisions({ stage, at, status, decisions }: DecisionsProps) {
  const own = (decisions ?? []).filter((decision) => decision.stage === stage).reverse();
  const ended = status !== 'running' && stage !== at;
  return (
    <section aria-labelledby="decisions">
      <h3 id="decisions" className="font-semibold">
        {text.run.decisions}
      </h3>
      <p className="text-small text-soft">{text.stages[stage]}</p>
      {own.length === 0 && (
        <p className="pt-2">
          {decisions === undefined ? text.run.readingReport : ended ? text.run.skipped : text.run.noDecision}
        </p>
      )}
      <ul className="divide-y divide-line">
        {own.map((decision, i) => (
          <li key={own.length - i} className="py-3">
            <p className="font-semibold">
              {unbroken(decision.choice)}
              {decision.by === 'user' && <span className="font-normal text-soft"> ({text.run.byUser})</span>}
            </p>
            <p>{unbroken(decision.why)}</p>
            {Object.keys(decision.evidence).length > 0 && (
              <details>
                <summary className="tap w-fit text-small text-accent">{text.run.evidence}</summary>
                <Evidence value={decision.evidence} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
