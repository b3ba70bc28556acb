import { randomUUID } from 'node:crypto';
import { createPredict } from './predict.ts';

/** The Lambda behind `GET /predict` (API Gateway HTTP API, payload 2.0). */
export const predict = createPredict({
  environment: process.env,
  nowMs: () => performance.now(),
  newId: randomUUID,
  log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
});
