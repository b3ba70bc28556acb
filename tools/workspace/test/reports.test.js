import { expect, it } from 'vitest';
import { countTests } from '../src/reports/count-tests.js';

it('counts an error as a failure and a skipped test as neither passed nor failed', () => {
  const xml = `<?xml version="1.0"?>
<testsuites name="vitest tests" tests="6" failures="1" errors="1" time="0.01">
  <testsuite name="a" tests="6"><testcase name="b"><skipped/></testcase></testsuite>
</testsuites>`;
  expect(countTests(xml)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

it('counts at the suites where the root tells nothing, as pytest reports', () => {
  const xml = `<?xml version="1.0"?><testsuites name="pytest tests">
<testsuite name="pytest" errors="1" failures="1" skipped="1" tests="6"><testcase name="b"><skipped/></testcase></testsuite>
</testsuites>`;
  expect(countTests(xml)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

it('refuses a file that is no report', () => {
  expect(() => countTests('{}')).toThrow(/not a JUnit report/);
});
