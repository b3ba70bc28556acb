import type { FlowDefinition } from '@lf/flow';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { environmentHere } from '../settings/context.ts';
import { ownFlowPaths } from '../settings/own-flow-paths.ts';
import { intentFlow } from './intent-flow.ts';
import { loadOwnFlows } from './own-flows.ts';
import { recFlow } from './rec-flow.ts';
import type { RunnableFlow } from './runnable-flow.ts';

/** A flow as the command line finds it by name. */
export interface FlowEntry {
  /** What it answers, in a few words. */
  readonly about: string;
  readonly definition: FlowDefinition;
  /** It trains what `--model` names, or each of what `--sweep` lists; 'one': it has no `--sweep`. */
  readonly choosesModel?: boolean | 'one';
  /** Adds the flags of `lf run` that only this flow has. */
  readonly addFlags?: (command: Command) => unknown;
  /** Loaded when it is run: it brings the model's configuration along. */
  readonly load: () => Promise<RunnableFlow>;
}

const BUILT_IN: Readonly<Record<string, FlowEntry>> = {
  intent: {
    about: 'will this session with a cart end in a purchase?',
    definition: intentFlow,
    choosesModel: 'one',
    load: async () => (await import('./runnable-intent.ts')).runnableIntent,
  },
  rec: {
    about: 'which products come next in a session?',
    definition: recFlow,
    choosesModel: true,
    load: async () => (await import('./runnable-rec.ts')).runnableRec,
  },
};

/** The modules of LF_FLOWS that the steps of a flow are in: none for one that is a part of this program. */
export function modulesOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.hasOwn(BUILT_IN, name) ? [] : ownFlowPaths(environment['LF_FLOWS']);
}

/**
 * Every flow, by the name that `lf run` takes: the built-in ones and those of the modules that LF_FLOWS names.
 *
 * @throws PipelineError if such a module cannot be loaded, exports no flows or one of a name that is taken
 */
export async function flowTable(): Promise<ReadonlyMap<string, FlowEntry>> {
  const flows = new Map(Object.entries(BUILT_IN));
  for (const path of ownFlowPaths(environmentHere()['LF_FLOWS'])) {
    for (const [name, entry] of await loadOwnFlows(path)) {
      if (flows.has(name)) {
        throw new PipelineError(
          'flow_name_taken',
          `Reading the flows of ${path} (setting LF_FLOWS): there is a flow ${name} already. Give yours another name.`,
        );
      }
      flows.set(name, entry);
    }
  }
  return flows;
}
