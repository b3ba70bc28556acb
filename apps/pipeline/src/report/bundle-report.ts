import type { BundleManifest } from '@lf/contract';
import { renderTable } from '../terminal/table.ts';
import type { ModelFormat } from '../deploy/model-formats.ts';

/** What `lf bundle inspect` knows. */
export interface InspectedBundle {
  readonly path: string;
  readonly manifest: BundleManifest;
  /** Of the archive; absent for a folder, which has none. */
  readonly archive?: { readonly bytes: number; readonly digest: string };
  readonly formats: readonly ModelFormat[];
}

interface Port {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (string | number)[];
}

/** The bundle as text for a person. */
export function renderBundle({ path, manifest, archive, formats }: InspectedBundle): string {
  const files = Object.entries(manifest.files);
  const unpackedBytes = files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const packed = archive === undefined ? '' : `${renderBytes(archive.bytes)} packed, `;
  const versions = Object.entries(manifest.versions).map(([name, version]) => `${name} ${version}`);
  const facts: readonly (readonly [string, string])[] = [
    ['bundle', path],
    ['kind', manifest.kind],
    ...(archive === undefined ? [] : [['digest', archive.digest] as const]),
    ['size', `${packed}${renderBytes(unpackedBytes)} unpacked`],
    ['inputs', manifest.inputs.map(renderPort).join('; ')],
    ['outputs', manifest.outputs.map(renderPort).join('; ')],
    ['seed', String(manifest.seed)],
    ['data', manifest.dataDigest],
    ['made by', versions.join(', ')],
  ];
  const metrics = Object.entries(manifest.metrics);
  return [
    ...facts.map(([name, value]) => `${name.padEnd(8)}  ${value}`),
    '',
    formats.length === 0
      ? 'No form of the model that other runtimes read.'
      : renderTable(['file', 'format', 'says'], formats.map(renderFormat)),
    '',
    renderTable(
      ['file', 'bytes'],
      files.map(([name, { bytes }]) => [name, bytes.toLocaleString('en')]),
      ['left', 'right'],
    ),
    ...(metrics.length === 0
      ? []
      : [
          '',
          renderTable(
            ['metric', 'value'],
            metrics.map(([name, value]) => [name, String(Number(value.toPrecision(4)))]),
            ['left', 'right'],
          ),
        ]),
  ].join('\n');
}

function renderFormat(form: ModelFormat): readonly string[] {
  const { path, format, facts } = form;
  switch (format) {
    case 'onnx':
      return [path, 'ONNX', `opset ${facts.opset}, IR ${facts.irVersion}, by ${facts.producer}`];
    case 'saved_model': {
      const signatures = facts.signatures.map(
        ({ name, inputs, outputs }) =>
          `${name}(${inputs.map(renderPort).join(', ')}) -> ${outputs.map(renderPort).join(', ')}`,
      );
      return [
        path,
        'TensorFlow SavedModel',
        `tag ${facts.tags.join(', ')}, graph version ${facts.producer} for readers from ${facts.minConsumer}, ${signatures.join('; ')}`,
      ];
    }
    case 'tfjs':
      return [path, 'TensorFlow.js', `${facts.format}, by ${facts.producer}`];
  }
}

function renderPort({ name, dtype, shape }: Port): string {
  return `${name} ${dtype} [${shape.join(', ')}]`;
}

function renderBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
