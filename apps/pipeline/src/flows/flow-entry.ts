import { PipelineError } from '../errors.ts';
import { flowTable, type FlowEntry } from './flow-table.ts';

/**
 * The flow that a run is of.
 *
 * @param doing what the flow is needed for, to begin the error with
 * @throws PipelineError if this version knows no such flow
 */
export async function flowEntry(name: string, doing: string): Promise<FlowEntry> {
  const flows = await flowTable();
  const entry = flows.get(name);
  if (entry !== undefined) return entry;
  throw new PipelineError(
    'unknown_flow',
    `${doing}: it is of a flow ${name}, and this version knows ${[...flows.keys()].join(', ')}; LF_FLOWS names modules with others.`,
  );
}
