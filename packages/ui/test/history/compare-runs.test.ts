import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareRuns, metricSeriesOf, metricsCsv, readRunHistory } from '../../src/index.ts';
import { writtenPlace, type WrittenPlace } from '../history-place.ts';

let place: WrittenPlace;
beforeEach(async () => {
  place = await writtenPlace();
});
afterEach(() => place.remove());

describe('compareRuns', () => {
  it('tells the parameters that differ, each metric, and which steps left the same', async () => {
    await place.add({ runId: 'a' }, { metrics: { rocAuc: 0.7, 'k2.rocAuc': 0.6 } });
    await place.add(
      { runId: 'b', params: { config: { EPOCHS: 9 }, seed: 0, keptSettings: { SEED: 1 } } },
      { metrics: { rocAuc: 0.8 }, curveOf: 3 },
    );
    const histories = [await readRunHistory(place, 'a'), await readRunHistory(place, 'b')];
    expect(compareRuns(histories)).toMatchObject({
      runs: [{ runId: 'a' }, { runId: 'b' }],
      params: [{ name: 'config.EPOCHS', values: [3, 9] }],
      figures: [
        { name: 'rocAuc', values: [0.7, 0.8] },
        { name: 'loss', values: [undefined, 1 / 3] },
        { name: 'k2.rocAuc', values: [0.6, undefined] },
      ],
      steps: [
        { step: 'start', ms: [1000, 1000], isSame: true },
        { step: 'train', ms: [2000, 2000], isSame: false },
      ],
    });
  });

  it('does not call a step the same that one of them has not done', async () => {
    await place.add({ runId: 'a' });
    await place.add({ runId: 'b', tasks: [] });
    const { steps } = compareRuns([
      await readRunHistory(place, 'a'),
      await readRunHistory(place, 'b'),
    ]);
    expect(steps.map(({ isSame }) => isSame)).toEqual([null, null]);
  });
});

describe('metricsCsv', () => {
  it('has a line a value, and quotes what needs it', () => {
    const points = [
      { step: 0, value: 0.5, atMs: 0 },
      { step: 1, value: NaN, atMs: 1500 },
    ];
    expect(metricsCsv([{ task: 'train', name: 'a,"b"', points }])).toBe(
      'task,metric,step,value,time\n' +
        'train,"a,""b""",0,0.5,1970-01-01T00:00:00.000Z\n' +
        'train,"a,""b""",1,NaN,1970-01-01T00:00:01.500Z\n',
    );
  });

  it('is of what a run tracked, in the order of steps', async () => {
    await place.add({ runId: 'a' }, { curveOf: 2 });
    const { tracked } = await readRunHistory(place, 'a');
    expect(metricsCsv(metricSeriesOf(tracked)).split('\n').slice(1)).toEqual([
      'train,loss,0,1,2026-11-29T10:00:02.000Z',
      'train,loss,1,0.5,2026-11-29T10:00:03.000Z',
      '',
    ]);
  });
});
