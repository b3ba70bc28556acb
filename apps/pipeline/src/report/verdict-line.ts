import type { Verdict } from '@lf/contract';
import pc from 'picocolors';

/** A verdict for people: green is for a sure gain alone. */
export function verdictLine({ standing, verdict }: Pick<Verdict, 'standing' | 'verdict'>): string {
  return standing === 'better' ? pc.green(verdict) : pc.yellow(verdict);
}
