import { fileURLToPath } from 'node:url';
import type { Job } from './traced-run.ts';

const NX = 'node node_modules/nx/dist/bin/nx.js';
const LF = 'node apps/pipeline/from-source.js';
const CHECK = 'node --import tsx --conditions=@lf/source packages/expectations/src/cli/main.ts';
const LOAD = `node --import tsx ${JSON.stringify(fileURLToPath(new URL('./load.ts', import.meta.url)))}`;

const STORE = 'export LF_DATASTORE_ROOT="file:$WORK/lf"';

/** What a user does on the first day: each opens models, DuckDB, sockets and temporary files in its own way. */
export const JOBS: readonly Job[] = [
  {
    name: 'the main job, and its endpoint under load',
    script: `${STORE}; ${NX} run pipeline:intent | tee "$WORK/said"; ${LOAD} "$WORK/said"; ${LF} endpoint stop --all`,
  },
  {
    name: 'the rec flow, deployed to file:, and its endpoint under load',
    script: `${STORE}; ${LF} run rec --model VSKNN | tee "$WORK/said"; ${LOAD} "$WORK/said"; ${LF} endpoint stop --all`,
  },
  {
    name: 'a suite profiled, checked and shown',
    script: [
      `printf 'id,price\\n1,2.5\\n2,3.5\\n' > "$WORK/orders.csv"`,
      `${CHECK} profile "$WORK/orders.csv" --output "$WORK/suite.json"`,
      `${CHECK} check "$WORK/orders.csv" --suite "$WORK/suite.json"`,
      `${CHECK} docs "$WORK/orders.csv" --suite "$WORK/suite.json" --output "$WORK/docs"`,
    ].join('; '),
  },
  { name: 'the Lambda packaged', script: `${NX} run serverless-api:package` },
];
