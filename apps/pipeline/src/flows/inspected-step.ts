import type { FlowDefinition } from '@lf/flow';
import { wholeNumberOf } from '@lf/serving';
import { PipelineError } from '../errors.ts';

/** Where Node's own tools look for a debugger. */
const DEFAULT_PORT = 9229;

/** A step whose process waits for a debugger. */
export interface InspectedStep {
  readonly step: string;
  readonly port: number;
}

/**
 * Reads `--inspect <step[:port]>`.
 *
 * @throws PipelineError that lists the steps, or says which ports there are
 */
export function inspectedStep(
  { name, steps }: FlowDefinition,
  flag: string | undefined,
): InspectedStep | undefined {
  if (flag === undefined) return undefined;
  const [step = '', port, ...rest] = flag.split(':');
  const known = steps.map((each) => each.name);
  if (!known.includes(step) || rest.length > 0) {
    throw new PipelineError(
      'unknown_step',
      `Reading --inspect ${JSON.stringify(flag)}: expected a step of ${name} (${known.join(', ')}), or <step>:<port>.`,
    );
  }
  const number = port === undefined ? DEFAULT_PORT : wholeNumberOf(port);
  if (number === undefined || number < 1024 || number > 65_535) {
    throw new PipelineError(
      'inspect_port_invalid',
      `Reading --inspect ${JSON.stringify(flag)}: expected a port from 1024 to 65535.`,
    );
  }
  return { step, port: number };
}

/** Says where a step will wait, and what can be attached there. */
export function tellInspected({ step, port }: InspectedStep): void {
  process.stderr.write(
    `${step} will wait for a debugger at 127.0.0.1:${port}: node inspect 127.0.0.1:${port}, chrome://inspect, or "A step that waits" in VS Code\n`,
  );
}
