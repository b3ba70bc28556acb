import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { PipelineError } from '../errors.ts';
import type { FlowEntry } from './flow-table.ts';

/**
 * The flows that a module of the user's own exports as `flows`, by name.
 *
 * @throws PipelineError if it cannot be loaded or exports no flows
 */
export async function loadOwnFlows(path: string): Promise<ReadonlyMap<string, FlowEntry>> {
  if (!existsSync(path)) {
    throw new PipelineError('flows_unreadable', `${reading(path)}: there is no such file.`);
  }
  const module = (await import(pathToFileURL(path).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError(
      'flows_unreadable',
      `${reading(path)}: it cannot be loaded (${reason}).`,
      {
        cause,
      },
    );
  })) as { readonly flows?: unknown };
  const { flows } = module;
  if (typeof flows !== 'object' || flows === null || Object.keys(flows).length === 0) {
    throw invalid(path, 'expected an export `flows`, an object of flows by name');
  }
  return new Map(
    Object.entries(flows).map(([name, entry]: [string, unknown]) => {
      if (!isEntry(entry)) {
        throw invalid(
          path,
          `expected flows.${name} to have \`about\`, \`definition\` and \`load\``,
        );
      }
      if (entry.definition.name !== name) {
        throw invalid(
          path,
          `expected flows.${name} to hold a flow of that name, and it is ${entry.definition.name}`,
        );
      }
      return [name, entry];
    }),
  );
}

function isEntry(entry: unknown): entry is FlowEntry {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'about' in entry &&
    typeof entry.about === 'string' &&
    'definition' in entry &&
    typeof entry.definition === 'object' &&
    entry.definition !== null &&
    'name' in entry.definition &&
    'load' in entry &&
    typeof entry.load === 'function'
  );
}

const reading = (path: string) => `Reading the flows of ${path} (setting LF_FLOWS)`;

function invalid(path: string, what: string): PipelineError {
  return new PipelineError(
    'flows_invalid',
    `${reading(path)}: ${what}. docs/add-a-flow.md shows one.`,
  );
}
