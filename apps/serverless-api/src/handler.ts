import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApi, openService, type World } from '@lf/serving';
import { openAtStart } from './open-at-start.ts';

const world: World = {
  environment: process.env,
  nowMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
  newId: randomUUID,
  log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  print: (line) => process.stdout.write(`${line}\n`),
};

const open = await openAtStart(process.env, () => openService(world));

/** The Lambda behind the public API (API Gateway HTTP API, payload 2.0). */
export const predict = createApi(world, open);
