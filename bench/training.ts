import { setPixels } from './numbers.ts';

/** A model that is trained on one batch again and again. */
export interface Training {
  /** Takes weights and slots back to where they began. */
  reset(): void;
  /** @returns the loss before the last step. */
  train(steps: number): number;
}

/** Behind so many steps the weights go back: on one batch for ever, squares of gradients would underflow. */
const STEPS_BETWEEN_RESETS = 500;

/** @returns the loss before the last of so many steps from the initial weights. */
export function trainFromStart(training: Training, steps: number): number {
  let loss = Number.NaN;
  for (let done = 0; done < steps; done += STEPS_BETWEEN_RESETS) {
    training.reset();
    loss = training.train(Math.min(STEPS_BETWEEN_RESETS, steps - done));
  }
  return loss;
}

/** @returns the losses before each of so many steps from the initial weights. */
export function lossesFromStart(training: Training, steps: number): number[] {
  training.reset();
  return Array.from({ length: steps }, () => training.train(1));
}

/** Takes the pixels that a POST to /pixels brings. @returns null for any other request. */
export async function takePixels(request: Request): Promise<Response | null> {
  if (request.method !== 'POST' || new URL(request.url).pathname !== '/pixels') return null;
  setPixels(new Uint8Array(await request.arrayBuffer()));
  return Response.json({});
}

/** Finds or makes what a request asks for, by its query. */
export type TrainingFor = (caseName: string | null, epsilon: number) => Training;

/**
 * Answers the requests that both Workers know.
 *
 * @returns null for any other.
 */
export function answerTraining(url: URL, trainingFor: TrainingFor): Response | null {
  const { pathname, searchParams } = url;
  const count = Number(searchParams.get('count'));
  if (pathname === '/health') return Response.json({ service: 'stepwell-bench' });
  if (pathname !== '/train' && pathname !== '/losses') return null;
  const training = trainingFor(searchParams.get('case'), Number(searchParams.get('epsilon')));
  if (pathname === '/train') return Response.json({ loss: trainFromStart(training, count) });
  return Response.json({ losses: lossesFromStart(training, count) });
}
