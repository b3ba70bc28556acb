import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BATCH_ACCESS } from '../../src/aws-batch/index.ts';
import { MACHINE_ACCESS } from '../../src/step-functions/index.ts';

it('names every call that making, scheduling and starting makes, and no other', () => {
  const path = join(import.meta.dirname, '../../src/step-functions/machine-calls.ts');
  const calls = readFileSync(path, 'utf8').matchAll(/new (?:sdk|scheduler)\.(\w+)Command\(/g);
  const named = new Set([...calls].map(([, name = '']) => name));
  // Job definitions are looked for and registered as for a launcher
  const ofBatch = ['DescribeJobDefinitions', 'RegisterJobDefinition'] as const;
  expect([...named, ...ofBatch].sort()).toEqual(Object.keys(MACHINE_ACCESS).sort());
  for (const call of ofBatch) expect(MACHINE_ACCESS[call]).toEqual(BATCH_ACCESS[call]);
});
