import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parsePythonJson } from '../src/python-json.ts';
import { report, runFolder } from '../src/run-folder.ts';

const CASES = `{
  "expectation_type": "expect_column_max_to_be_between",
  "datasets": [{
    "data": {"a": [1.5, 2, null], "when": ["Jan 02 2000 10:00:00", null, null]},
    "schemas": {"pandas": {"when": "datetime64[ns]"}},
    "tests": [
      {"title": "holds", "exact_match_out": false, "in": {"column": "a", "max_value": 3}, "out": {"success": true, "observed_value": 2}},
      {"title": "dates", "exact_match_out": false, "in": {"column": "when", "max_value": "2000-01-02T11:00:00"}, "out": {"success": true}},
      {"title": "wrong", "exact_match_out": false, "in": {"column": "a", "max_value": 9}, "out": {"success": false}},
      {"title": "raises", "exact_match_out": false, "in": {"column": 1}, "out": {"traceback_substring": "must be a string"}},
      {"title": "elsewhere", "exact_match_out": false, "only_for": ["spark"], "in": {"column": "a"}, "out": {"success": true}}
    ]
  }]
}`;

it('tallies cases that pass, fail and do not apply, by name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'max.json'), CASES);
  const lines = report(await runFolder(folder));
  expect(lines.slice(1)).toEqual([
    'expect_column_max_to_be_between     3     1     1',
    'skipped: expect_column_max_to_be_between / elsewhere: only for spark',
    'failed: expect_column_max_to_be_between / wrong: success: expected false, came true',
    '3 passed, 1 failed, 1 skipped',
  ]);
});

it("reads Python's infinite numbers, but not inside texts", () => {
  expect(parsePythonJson('{"a": [-Infinity, Infinity, "Infinity \\"NaN", NaN]}')).toEqual({
    a: [-Infinity, Infinity, 'Infinity "NaN', Number.NaN],
  });
});
