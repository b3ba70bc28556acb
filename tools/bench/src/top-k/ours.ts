import { readFile } from 'node:fs/promises';
import { createApproximateTopK, createTopK, type TopKResult } from '@lf/kernels';
import type { SearchCost } from './search-cost.ts';

// Our side: ours.ts ROWS QUERIES SIZE K, one JSON line. One thread.
const [rowsPath = '', queriesPath = '', sizeText = '', kText = ''] = process.argv.slice(2);
const size = Number(sizeText);
const k = Number(kText);
const floats = async (path: string) =>
  new Float32Array(new Uint8Array(await readFile(path)).buffer);
const rows = await floats(rowsPath);
const queries = await floats(queriesPath);

interface Searched {
  search(queries: Float32Array, k: number): TopKResult;
  dispose(): void;
}

function measure(create: () => Searched, exact?: Int32Array): [SearchCost, Int32Array] {
  let began = performance.now();
  const index = create();
  const buildSeconds = (performance.now() - began) / 1000;
  const found = new Int32Array((queries.length / size) * k);
  const ms: number[] = [];
  for (const isMeasured of [false, true]) {
    for (let query = 0; query * size < queries.length; query++) {
      const own = queries.subarray(query * size, (query + 1) * size);
      began = performance.now();
      const result = index.search(own, k);
      if (isMeasured) ms.push(performance.now() - began);
      found.set(result.rows, query * k);
    }
  }
  index.dispose();
  ms.sort((a, b) => a - b);
  const at = (share: number) => ms[Math.floor(ms.length * share)] ?? NaN;
  return [
    { buildSeconds, p50Ms: at(0.5), p99Ms: at(0.99), recall: exact ? recall(found, exact) : 1 },
    found,
  ];
}

function recall(found: Int32Array, exact: Int32Array): number {
  let hits = 0;
  for (let start = 0; start < exact.length; start += k) {
    const best = new Set(exact.subarray(start, start + k));
    hits += found.subarray(start, start + k).filter((row) => best.has(row)).length;
  }
  return hits / exact.length;
}

const [exact, best] = measure(() => createTopK({ rows, size, threads: 1 }));
const [approximate] = measure(() => createApproximateTopK({ rows, size, threads: 1 }), best);
process.stdout.write(`${JSON.stringify({ ours: exact, 'ours, grouped': approximate })}\n`);
