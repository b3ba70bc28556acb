import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askPython, ensureVenv, writeModel } from './in-python.ts';
import { askTensorflowJs } from './in-tensorflow-js.ts';
import { intentCases } from './intent-case.ts';
import type { ModelCase } from './model-case.ts';
import { intentRows, itemSessions } from './real-data.ts';
import { recCase, type RecSettings } from './rec-case.ts';
import { judgeAnswers, judgeSignature, report, type Verdict } from './report.ts';

/** How many sessions each model is asked about. */
const SESSIONS = 1_000;

/** Each query of KNN, PRODB as it is by default and as the original has it; few passes, as their quality is judged elsewhere. */
const RECOMMENDERS: readonly RecSettings[] = [
  { name: 'knn-mean', choice: 'KNN', config: { QUERY: 'mean', ITERATIONS: 3 } },
  { name: 'knn-last', choice: 'KNN', config: { QUERY: 'last', ITERATIONS: 3 } },
  { name: 'knn-recency', choice: 'KNN', config: { QUERY: 'recency', ITERATIONS: 3 } },
  {
    name: 'knn-output',
    choice: 'KNN',
    config: { QUERY: 'mean', CANDIDATES: 'output', ITERATIONS: 3 },
  },
  { name: 'prodb', choice: 'PRODB', config: { EPOCHS: 1 } },
  {
    name: 'prodb-original',
    choice: 'PRODB',
    config: {
      EPOCHS: 1,
      COSINE_SCALE: 0,
      TIED_WEIGHTS: false,
      POSITIONS: 'from_start',
      NUM_LAYERS: 4,
    },
  },
];

/** A folder of real data; without it, or where a table is absent, the synthetic shop stands in. */
const [dataFolder] = process.argv.slice(2);

const scratch = mkdtempSync(join(tmpdir(), 'conformance-serving-'));
try {
  ensureVenv();
  const rows = await intentRows(dataFolder);
  const items = await itemSessions(dataFolder, scratch);
  process.stdout.write(`intent: ${rows.origin}; rec: ${items.origin}\n`);
  const cases: ModelCase[] = [...(await intentCases(rows.data, SESSIONS))];
  for (const settings of RECOMMENDERS) cases.push(await recCase(settings, items.data, SESSIONS));
  const folders = cases.map((model) => writeModel(model, scratch));
  const python = askPython(cases, folders);
  const verdicts: Verdict[] = [];
  for (const [place, model] of cases.entries()) {
    const answers = python[place];
    if (answers === undefined) throw new Error(`${model.name}: Python gave no answer`);
    verdicts.push(judgeSignature(model, answers.signature));
    for (const [runtime, outputs] of Object.entries(answers.runtimes)) {
      verdicts.push(judgeAnswers(model, runtime, outputs));
    }
    if (model.isForLayersToo === false) continue;
    const inJavaScript = await askTensorflowJs(model, folders[place] ?? '');
    verdicts.push(judgeAnswers(model, 'TensorFlow.js', inJavaScript));
  }
  process.stdout.write(`${report(verdicts).join('\n')}\n`);
  if (verdicts.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
