import { isArtifactRef } from '../store/artifact.ts';
import type { ArtifactRef } from '../store/artifact.ts';
import { canonicalJson, isRecord } from '../store/json.ts';
import type { JsonRecord } from '../store/json.ts';

/** An artifact of two results of one task. */
export interface ArtifactComparison {
  /** Where it is in the outputs, such as `model` or `parts[0].rows`. */
  readonly path: string;
  /** Null: the first result has none there. */
  readonly before: ArtifactRef | null;
  /** Null: the second has none there. */
  readonly after: ArtifactRef | null;
  readonly isSame: boolean;
}

/** How the outputs of two results of one task compare. */
export interface OutputsComparison {
  /** Whether everything is the same: the bytes of the artifacts and all values besides. */
  readonly isSame: boolean;
  readonly artifacts: readonly ArtifactComparison[];
  /** Whether the values that are no artifacts are the same. */
  readonly hasSameValues: boolean;
}

/** Compares outputs: artifacts by their digests, wherever they are kept, and the rest by its JSON. */
export function compareOutputs(before: JsonRecord, after: JsonRecord): OutputsComparison {
  const earlier = artifactsByPath(before);
  const later = artifactsByPath(after);
  const artifacts = [...new Set([...earlier.keys(), ...later.keys()])].map((path) => {
    const [one = null, other = null] = [earlier.get(path), later.get(path)];
    return { path, before: one, after: other, isSame: one?.digest === other?.digest };
  });
  const hasSameValues =
    canonicalJson(withoutArtifacts(before), 'outputs') ===
    canonicalJson(withoutArtifacts(after), 'outputs');
  return {
    isSame: hasSameValues && artifacts.every(({ isSame }) => isSame),
    artifacts,
    hasSameValues,
  };
}

function artifactsByPath(outputs: JsonRecord): ReadonlyMap<string, ArtifactRef> {
  const found = new Map<string, ArtifactRef>();
  const visit = (value: unknown, path: string): void => {
    if (isArtifactRef(value)) found.set(path, value);
    else if (Array.isArray(value)) value.forEach((part, at) => visit(part, `${path}[${at}]`));
    else if (isRecord(value)) {
      for (const [name, part] of Object.entries(value)) {
        visit(part, path === '' ? name : `${path}.${name}`);
      }
    }
  };
  visit(outputs, '');
  return found;
}

/** The same value with null for each artifact. */
function withoutArtifacts(value: unknown): unknown {
  if (isArtifactRef(value)) return null;
  if (Array.isArray(value)) return value.map(withoutArtifacts);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withoutArtifacts(part)]),
  );
}
