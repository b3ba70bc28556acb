import { extname } from 'node:path';
import type { Entry } from '../../record/entry.ts';
import type { ParamValue } from '../../tracker.ts';

/** What a run does to one of its fields; names of types and fields are those of neptune 1.14's operations. */
export type Operation = { readonly type: string; readonly path: readonly string[] } & Readonly<
  Record<string, unknown>
>;

export function assign(path: readonly string[], value: ParamValue): Operation {
  if (typeof value === 'boolean') return { type: 'AssignBool', path, value };
  // A field keeps its type, so that 1 and 1.5 of one name must be alike; neptune takes no NaN.
  if (typeof value === 'number' && Number.isFinite(value)) {
    return { type: 'AssignFloat', path, value };
  }
  return { type: 'AssignString', path, value: String(value) };
}

/** @param file absolute */
function upload(path: readonly string[], file: string): Operation {
  const ext = extname(file).slice(1);
  return {
    type: 'UploadFile',
    path,
    ext,
    file_path: file,
    tmp_file_name: null,
    clean_after_upload: false,
  };
}

function log(
  path: readonly string[],
  point: { readonly value: number; readonly step: number | null; readonly atMs: number },
): Operation {
  const { value, step, atMs } = point;
  return { type: 'LogFloats', path, values: [{ value, step, ts: atMs / 1000 }] };
}

/** Operations of an entry. @param absolute of a file that the run keeps */
export function operationsOf(
  entry: Entry,
  atMs: number,
  absolute: (path: string) => string,
): readonly Operation[] {
  switch (entry.type) {
    case 'run':
      return [assign(['sys', 'failed'], false)];
    case 'param':
      return [assign(fieldPath('params', entry.name), entry.value)];
    case 'tag':
      return [assign(fieldPath('tags', entry.name), entry.value)];
    case 'metric':
      // Its own client leaves such values out too: the server refuses them.
      if (!Number.isFinite(entry.value)) return [];
      return [
        log(fieldPath('metrics', entry.name), { value: entry.value, step: entry.step, atMs }),
      ];
    case 'system':
      return Object.entries(entry.values).map(([name, value]) =>
        log(fieldPath('monitoring', name), { value, step: null, atMs }),
      );
    case 'image':
      return [upload(fieldPath('images', `${entry.name}/${entry.step}`), absolute(entry.path))];
    case 'table':
      return [upload(fieldPath('tables', `${entry.name}/${entry.step}`), absolute(entry.path))];
    case 'histogram': {
      const { name, step, edges, counts } = entry;
      const value = JSON.stringify({ edges, counts });
      return [assign(fieldPath('histograms', `${name}/${step}`), value)];
    }
    case 'curve': {
      const value = JSON.stringify(entry.curve);
      return [assign(fieldPath('curves', `${entry.name}/${entry.step}`), value)];
    }
    case 'log': {
      const value = `${entry.level}: ${entry.message}`;
      const values = [{ value, step: null, ts: atMs / 1000 }];
      return [{ type: 'LogStrings', path: ['log'], values }];
    }
    case 'source': {
      const { commit, branch, remote, isDirty } = entry;
      const given = Object.entries({ commit, branch, remote, changed: isDirty });
      return given
        .filter(([, value]) => value !== null)
        .map(([name, value]) => assign(['source', name], value));
    }
    case 'artifact': {
      const { name, uri, role = 'output', kind, digest, path } = entry;
      const given = Object.entries({ uri, role, kind, digest });
      return [
        ...given.flatMap(([field, value]) =>
          value === undefined ? [] : [assign([...fieldPath('artifacts', name), field], value)],
        ),
        ...(path === undefined || role === 'input'
          ? []
          : [upload([...fieldPath('artifacts', name), 'file'], path)]),
      ];
    }
    case 'finish':
      return [assign(['sys', 'failed'], entry.status === 'failed')];
  }
}

/** A name's slashes are folders there; empty parts are none. */
function fieldPath(folder: string, name: string): readonly string[] {
  const parts = name.split('/').filter((part) => part !== '');
  return [folder, ...(parts.length === 0 ? ['_'] : parts)];
}
