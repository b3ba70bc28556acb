import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_FOLDER } from '../settings/own-folder.ts';

/** Flows of LF_FLOWS with what they import, as a code package has them. */
export interface CarriedFlows {
  /** The modules that LF_FLOWS names, by their paths in the code package. */
  readonly modules: readonly string[];
  /** By their paths in the code package: a path on this machine, or the content. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Packages that they import, and where they are installed here. */
  readonly packages: readonly { readonly name: string; readonly folder: string }[];
}

/** Those of a flow that is a part of this program. */
export const NO_FLOWS: CarriedFlows = { modules: [], files: new Map(), packages: [] };

/** Beside `node_modules` in a code package, so that its files find what is there. */
export const FLOWS_FOLDER = 'flows';

/** In a code package that carries flows: their modules, a list of paths. */
export const FLOWS_LIST = 'lf-flows.json';

/** In a container: lets LF_FLOWS name the flows that its code package carries, if there are any. */
export function takeCarriedFlows(): void {
  // Of node_modules/@lf/pipeline
  const root = join(OWN_FOLDER, '../../..');
  const list = join(root, FLOWS_LIST);
  if (!existsSync(list)) return;
  const modules = JSON.parse(readFileSync(list, 'utf8')) as readonly string[];
  process.env['LF_FLOWS'] = modules.map((path) => join(root, path)).join(',');
}
