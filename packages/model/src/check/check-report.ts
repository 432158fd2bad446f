import { checkRun, openRunData, type Checked, type Report } from '@stepwell/workflow';
import type { ReadAgain } from './read-for-run.ts';
import { recordedRun } from './recorded-run.ts';

/**
 * Makes the run of a report again, and compares. The engine must have been started.
 *
 * @param curves the CSV of the run's curves.
 * @param read the run's rows, from `readForRun`.
 * @throws {StepwellError} a code of the family "the question".
 */
export function checkReport(
  report: Report,
  curves: string,
  { table, testTable }: ReadAgain,
  onProgress: (checked: Checked) => void,
): Promise<Checked> {
  return checkRun(openRunData(report.spec, table, testTable), recordedRun(report, curves), onProgress);
}
