import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

/** What the gate found, sentence by sentence, and what to change where it says stop. */
export function GateEvidence({ power }: { power: NonNullable<RunReport['power']> }) {
  return (
    <section aria-labelledby="gate">
      <h2 id="gate" className="font-semibold">
        {text.run.gate}
      </h2>
      <ul className="list-disc pl-5">
        {power.evidence.map((sentence) => (
          <li key={sentence} className="py-1">
            {sentence}
          </li>
        ))}
      </ul>
      {power.advice !== null && <p className="notice mt-2">{power.advice}</p>}
    </section>
  );
}
