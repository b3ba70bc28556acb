import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@lf/dataset';
import { startUi } from '../src/index.ts';

// CPU time of the list of so many runs, first and later; node --import tsx --conditions=@lf/source bench/list-runs.ts [1000]
const count = Number(process.argv[2] ?? 1000);
const folder = await mkdtemp(join(tmpdir(), 'lf-ui-'));
const store = openStore(`file:${folder}`);
for (let run = 0; run < count; run += 1) {
  const runId = `run-${String(run).padStart(6, '0')}`;
  const record = {
    ...{ flow: 'intent', runId, params: { config: { EPOCHS: 3 }, seed: run }, tags: ['nightly'] },
    ...{ status: 'completed', tasks: [], endedAt: null },
    createdAt: new Date(Date.UTC(2026, 0, 1) + run * 60_000).toISOString(),
  };
  await store.put(`runs/intent/${runId}/run.json`, Buffer.from(JSON.stringify(record)));
}
const ui = await startUi({
  ...{ store, trackingRoot: join(folder, 'tracking'), port: 0 },
  endpoints: () => Promise.resolve([]),
  resume: () => Promise.resolve(),
});
try {
  const { headers } = await fetch(ui.url, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const name of ['first', 'second', 'third']) {
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    const page = await (
      await fetch(`http://127.0.0.1:${ui.port}/`, { headers: { cookie } })
    ).text();
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(
      `${name} list of ${count} runs: ${Math.round((user + system) / 1000)} ms of CPU, ` +
        `${Math.round(performance.now() - startedMs)} ms, ${Math.round(page.length / 1000)} kB\n`,
    );
  }
} finally {
  await ui.close();
  await rm(folder, { recursive: true, force: true });
}
