import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The folder of this app, where osls has to run. */
export const APP = join(import.meta.dirname, '..');

/** The folder that a command runs in, where `.env` and the default datastore lie: by Nx, the root of the monorepo. */
export const WORKSPACE = process.cwd();

/** The program of osls (the maintained fork of the Serverless Framework 3: no account, no telemetry). */
export const OSLS = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
