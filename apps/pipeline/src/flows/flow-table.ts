import type { FlowDefinition } from '@lf/flow';
import type { Command } from 'commander';
import { intentFlow } from './intent-flow.ts';
import { recFlow } from './rec-flow.ts';
import type { RunnableFlow } from './runnable-flow.ts';

/** A flow as the command line finds it by name. */
interface FlowEntry {
  /** What it answers, in a few words. */
  readonly about: string;
  readonly definition: FlowDefinition;
  /** Adds the flags of `lf run` that only this flow has. */
  readonly addFlags?: (command: Command) => unknown;
  /** Loaded when it is run: it brings the model's configuration along. */
  readonly load: () => Promise<RunnableFlow>;
}

/** Every flow, by the name that `lf run` takes. */
export const FLOWS: Readonly<Record<string, FlowEntry>> = {
  intent: {
    about: 'will this session with a cart end in a purchase?',
    definition: intentFlow,
    load: async () => (await import('./runnable-intent.ts')).runnableIntent,
  },
  rec: {
    about: 'which products come next in a session?',
    definition: recFlow,
    addFlags: (command) =>
      command
        .option('--model <choice>', 'the model, instead of MODEL_CHOICE')
        .option('--sweep <file>', 'train the models that a file lists, serve the best (JSON)'),
    load: async () => (await import('./runnable-rec.ts')).runnableRec,
  },
};
