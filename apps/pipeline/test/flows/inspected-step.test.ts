import { describe, expect, it } from 'vitest';
import { inspectedStep } from '../../src/flows/inspected-step.ts';
import { recFlow } from '../../src/flows/rec-flow.ts';

describe('--inspect', () => {
  it('takes a step, and a port where 9229 is taken', () => {
    expect(inspectedStep(recFlow, undefined)).toBeUndefined();
    expect(inspectedStep(recFlow, 'train_model')).toEqual({ step: 'train_model', port: 9229 });
    expect(inspectedStep(recFlow, 'deploy:9333')).toEqual({ step: 'deploy', port: 9333 });
  });

  it.each(['', 'train', 'deploy:1:2', 'toString'])('lists the steps for %j', (flag) => {
    expect(() => inspectedStep(recFlow, flag)).toThrow(/expected a step of rec \(start, /);
  });

  it.each(['deploy:', 'deploy:80', 'deploy:x', 'deploy:1e4', 'deploy:70000'])(
    'says which ports there are for %j',
    (flag) => {
      expect(() => inspectedStep(recFlow, flag)).toThrow(/expected a port from 1024 to 65535/);
    },
  );
});
