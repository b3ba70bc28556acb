import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTests } from './count-tests.js';

const reports = ['packages', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(folder)
    .map((project) => join(folder, project, '.reports'))
    .filter((reported) => existsSync(reported))
    .flatMap((reported) => readdirSync(reported).map((file) => join(reported, file)))
    .filter((file) => file.endsWith('.xml')),
);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const report of reports) {
  const { passed, failed, skipped } = countTests(readFileSync(report, 'utf8'));
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  console.log(`${report}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
