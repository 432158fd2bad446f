import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { Evidence } from './evidence.tsx';

/** Findings in the data before anything is trained. */
export function Audit({ findings }: { findings: RunReport['dataset']['audit'] }) {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="audit">
      <h3 id="audit" className="font-semibold">
        {text.run.audit}
      </h3>
      <ul className="divide-y divide-line">
        {findings.map(({ check, severity, finding, evidence }) => (
          <li key={`${check} ${finding}`} className="py-3">
            <p>
              {severity !== 'info' && (
                <strong className={severity === 'stop' ? 'text-bad' : 'text-unsure'}>{severity}: </strong>
              )}
              {unbroken(finding)}
            </p>
            {Object.keys(evidence).length > 0 && (
              <details>
                <summary className="tap w-fit text-small text-accent">{text.run.evidence}</summary>
                <Evidence value={evidence} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
