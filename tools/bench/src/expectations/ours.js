// Plain JavaScript, on the built package: what a user's process loads, without a TypeScript loader.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { validate } from '@lf/expectations';

/** @type {(suitePath: string, parquet: string) => Promise<readonly boolean[]>} */
async function check(suitePath, parquet) {
  const suite = JSON.parse(readFileSync(suitePath, 'utf8'));
  const { results } = await validate({ source: { parquet }, suite });
  const raised = results.find(({ exception_info: info }) => info.raised_exception);
  if (raised !== undefined) throw new Error(raised.exception_info.exception_message ?? '');
  return results.map(({ success }) => success);
}

/**
 * The floor: DuckDB counts the rows and reads least, greatest and present values of every column.
 *
 * @type {(parquet: string) => Promise<readonly boolean[]>}
 */
async function scan(parquet) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const from = `read_parquet('${parquet}')`;
  const names = (await connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`)).columnNames();
  const each = names.map((name) => `min("${name}"), max("${name}"), count("${name}")`);
  await connection.runAndReadAll(`SELECT count(*), ${each.join(', ')} FROM ${from}`);
  connection.closeSync();
  instance.closeSync();
  return [];
}

const [side, suitePath, parquet] = process.argv.slice(2);
if (suitePath === undefined || parquet === undefined) {
  throw new TypeError('usage: ours.js ours|scan|nothing SUITE PARQUET');
}
const began = performance.now();
const cpuBegan = process.cpuUsage();
const flags =
  side === 'nothing' ? [] : await (side === 'scan' ? scan(parquet) : check(suitePath, parquet));
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBegan);
const cpuSeconds = (user + system) / 1e6;
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ seconds, cpuSeconds, peakBytes, flags })}\n`);
