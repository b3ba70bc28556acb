import type { CheckpointAction } from '../actions/call-actions.ts';
import { runCommand } from '../actions/run-command.ts';
import { sendSlack } from '../actions/send-slack.ts';
import { sendWebhook } from '../actions/send-webhook.ts';
import { numberGiven } from './arguments.ts';
import type { Given } from './arguments.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './terminal.ts';
import { shown } from '../shown.ts';

/** When actions are done. */
export const NOTIFY_WHEN = ['failure', 'always'] as const;

/** Options of actions after a check. */
export const ACTION_FLAGS = {
  webhook: {
    value: 'address',
    meaning:
      'post a summary of a failed check to this URL, as JSON; env:NAME reads the URL from the environment',
    isRepeatable: true,
  },
  slack: {
    value: 'address',
    meaning: 'the same as a Slack message, to an incoming webhook; env:NAME works too',
    isRepeatable: true,
  },
  'run-command': {
    value: 'command',
    meaning: 'run this in the shell after a failed check, with a JSON summary on stdin',
    isRepeatable: true,
  },
  notify: { value: NOTIFY_WHEN.join('|'), meaning: 'when these three actions run (failure)' },
  'notify-values': { value: null, meaning: 'include failing values of the data in the actions' },
  'action-timeout': { value: 'seconds', meaning: 'time limit of each action (10)' },
  'require-actions': {
    value: null,
    meaning: 'exit with 2 if an action fails and the check does not',
  },
} as const;

/** An address, or the one that a variable of the environment holds. */
function addressGiven(given: string, option: string): string {
  const [, name] = /^env:(.*)$/.exec(given) ?? [];
  if (name === undefined) return given;
  const address = process.env[name];
  if (address !== undefined && address !== '') return address;
  throw usage(`--${option} takes its address from the variable ${shown(name)}, which is not set.`);
}

/** The actions that a command line asks for; throws ExpectationsError for addresses that are none. */
export function actionsOf(given: Given, terminal: Terminal): readonly CheckpointAction[] {
  const seconds = numberGiven(
    given,
    'action-timeout',
    (value) => value > 0 && value <= 86_400,
    'a number of seconds above 0, at most a day',
  );
  const shared = {
    withValues: given.has('notify-values'),
    ...(seconds !== undefined && { timeoutMs: seconds * 1000 }),
  };
  return [
    ...given
      .every('webhook')
      .map((url) => sendWebhook({ url: addressGiven(url, 'webhook'), ...shared })),
    ...given.every('slack').map((url) => sendSlack({ url: addressGiven(url, 'slack'), ...shared })),
    ...given
      .every('run-command')
      .map((command) => runCommand({ command, onOutput: terminal.err, ...shared })),
  ];
}
