import { StepwellError } from '@stepwell/base/errors';
import { readError } from './client.ts';

/** A run's link, parsed: see `readLink`. */
interface Linked {
  origin: string;
  id: string;
}

/**
 * Asks the service for a file of a run, once.
 *
 * @param what below `/api/runs/ID/`, such as `model.zip`.
 * @throws {StepwellError} the service's error, or `unreachable`.
 */
export async function fetchOfRun({ origin, id }: Linked, what: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${origin}/api/runs/${id}/${what}`, init).catch((cause: unknown) => {
    throw new StepwellError('unreachable', "The service doesn't answer. Check that it is running, then try again.", {
      cause,
    });
  });
  if (!answer.ok) throw await readError(answer);
  return answer;
}
