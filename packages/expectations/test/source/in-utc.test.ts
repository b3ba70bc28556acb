import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { borrowInUtc } from '../../src/source/in-utc.ts';

async function zoneOf(connection: DuckDBConnection): Promise<unknown> {
  const reader = await connection.runAndReadAll(`SELECT current_setting('TimeZone')`);
  return reader.getRowsJS()[0]?.[0];
}

async function connectionInTokyo(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`SET TimeZone = 'Asia/Tokyo'`);
  return connection;
}

it('gives a connection that overlapping checks borrow its own zone back after the last of them', async () => {
  const connection = await connectionInTokyo();
  const giveBacks = await Promise.all([borrowInUtc(connection), borrowInUtc(connection)]);
  await giveBacks[0]();
  expect(await zoneOf(connection)).toBe('UTC');
  await giveBacks[1]();
  expect(await zoneOf(connection)).toBe('Asia/Tokyo');
  connection.closeSync();
});

it('lets a check begin while the last one gives the zone back', async () => {
  const connection = await connectionInTokyo();
  for (let round = 0; round < 50; round++) {
    const giveBack = await borrowInUtc(connection);
    const givingBack = giveBack();
    const giveBackNext = await borrowInUtc(connection);
    await givingBack;
    expect(await zoneOf(connection)).toBe('UTC');
    await giveBackNext();
    expect(await zoneOf(connection)).toBe('Asia/Tokyo');
  }
  connection.closeSync();
});
