import type { ExpectationConfig, Suite } from '../suite/suite.ts';
import { cramersVLessThan, ksStatisticLessThan, psiLessThan } from './expectations.ts';
import type { BatchSummary, ColumnSummary } from './summary.ts';

function expectationsOf(column: string, { kind }: ColumnSummary): readonly ExpectationConfig[] {
  const kwargs = { column, reference: { $PARAMETER: 'reference' } };
  const effect = kind === 'numbers' ? ksStatisticLessThan : cramersVLessThan;
  return [
    { type: psiLessThan.type, kwargs, severity: 'critical' },
    { type: effect.type, kwargs, severity: 'warning' },
  ];
}

/**
 * A suite that watches every column of a summary by measures that do not grow with the rows: PSI, and
 * the Kolmogorov-Smirnov distance or Cramer's V. The summary is its parameter `reference`.
 */
export function driftSuite(reference: BatchSummary, name = 'drift'): Suite {
  return {
    name,
    expectations: Object.entries(reference.columns).flatMap(([column, summary]) =>
      expectationsOf(column, summary),
    ),
    suite_parameters: { reference },
  };
}
