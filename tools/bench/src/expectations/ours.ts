import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { validate } from '@lf/expectations';
import type { Cost } from './sides.ts';

async function check(suitePath: string, parquet: string): Promise<Cost['flags']> {
  const suite: unknown = JSON.parse(readFileSync(suitePath, 'utf8'));
  const { results } = await validate({ source: { parquet }, suite });
  const raised = results.find(({ exception_info: info }) => info.raised_exception);
  if (raised !== undefined) throw new Error(raised.exception_info.exception_message ?? '');
  return results.map(({ success }) => success);
}

/** The floor: DuckDB counts the rows and reads least, greatest and present values of every column. */
async function scan(parquet: string): Promise<Cost['flags']> {
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
  throw new TypeError('usage: ours.ts ours|scan SUITE PARQUET');
}
const began = performance.now();
const cpuBegan = process.cpuUsage();
const flags = await (side === 'scan' ? scan(parquet) : check(suitePath, parquet));
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBegan);
const cpuSeconds = (user + system) / 1e6;
const peakBytes = process.resourceUsage().maxRSS * 1024;
const cost: Cost = { seconds, cpuSeconds, peakBytes, flags };
process.stdout.write(`${JSON.stringify(cost)}\n`);
