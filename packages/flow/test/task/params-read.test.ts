import { describe, expect, it } from 'vitest';
import { readsSame, watchParams } from '../../src/task/params-read.ts';

describe('parameters that a body read', () => {
  it('are the same when only others changed', () => {
    const { params, reads } = watchParams({ epochs: 3, name: 'a' });
    expect(params['epochs']).toBe(3);
    expect(readsSame(reads(), { epochs: 3, name: 'b', more: 1 })).toBe(true);
    expect(readsSame(reads(), { epochs: 4, name: 'a' })).toBe(false);
  });

  it('count when they were looked for and not there', () => {
    const { params, reads } = watchParams({});
    expect(params['limit'] ?? 100).toBe(100);
    expect(readsSame(reads(), {})).toBe(true);
    expect(readsSame(reads(), { limit: 5 })).toBe(false);
  });

  it('are all of them, and those to come, when the body listed them', () => {
    const { params, reads } = watchParams({ a: 1 });
    expect({ ...params }).toEqual({ a: 1 });
    expect(readsSame(reads(), { a: 1 })).toBe(true);
    expect(readsSame(reads(), { a: 1, b: 2 })).toBe(false);
  });

  it('are compared by value', () => {
    const { params, reads } = watchParams({ config: { b: 1, a: [2] } });
    expect(params['config']).toEqual({ a: [2], b: 1 });
    expect(readsSame(reads(), { config: { a: [2], b: 1 } })).toBe(true);
    expect(readsSame(reads(), { config: { a: [3], b: 1 } })).toBe(false);
  });
});
