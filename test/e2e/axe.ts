import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What of a page is checked; everything without one. */
export interface Checked {
  /** The only part. */
  part?: string;
  /** What has been checked before. */
  except?: readonly string[];
  /** The only rule. */
  rule?: string | undefined;
}

/** What breaks a rule that axe knows of WCAG 2.2 A and AA, and of good practice: the rule, and the elements. */
export async function violationsOf(page: Page, { part, except = [], rule }: Checked = {}): Promise<string[]> {
  // No page has frames: axe runs in it, and need not describe the thousands of elements that pass.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  if (part !== undefined) axe.include(part);
  for (const selector of except) axe.exclude(selector);
  if (rule !== undefined) axe.withRules(rule);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
