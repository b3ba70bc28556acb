import type { ParamValue } from '../../tracker.ts';
import { precisionOf, recallOf, type Confusion } from '../../values/curve.ts';
import type { Histogram } from '../../values/histogram.ts';
import {
  bytesField,
  doubleField,
  floatField,
  floats,
  intField,
  message,
  messageField,
  packedDoublesField,
} from '../../protobuf/write.ts';

/**
 * TensorFlow's `Event` and what is in it. Field numbers are those of tensorflow/core/util/event.proto,
 * tensorflow/core/framework/{summary,tensor,tensor_shape,types}.proto and tensorboard/plugins/{hparams,pr_curve}.
 */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const VALUE = { tag: 1, simpleValue: 2, image: 4, histogram: 5, tensor: 8, metadata: 9 } as const;
const DT_FLOAT = 1;
const DT_STRING = 7;
/** Values that are tensors, as text and PR curves are. */
const DATA_CLASS_TENSOR = 2;

/** The first event of a file. */
export function fileVersionEvent(atMs: number): Buffer {
  return message(
    doubleField(EVENT.wallTime, atMs / 1000),
    bytesField(EVENT.fileVersion, 'brain.Event:2'),
  );
}

/** @param value one of the values below */
export function summaryEvent(atMs: number, step: number, value: Buffer): Buffer {
  return message(
    doubleField(EVENT.wallTime, atMs / 1000),
    intField(EVENT.step, step),
    messageField(EVENT.summary, bytesField(1, value)),
  );
}

export function scalarValue(tag: string, value: number): Buffer {
  return message(bytesField(VALUE.tag, tag), floatField(VALUE.simpleValue, value));
}

/** TensorBoard's buckets hold values up to their limit; ours begin with the first edge, so an empty one comes first. */
export function histogramValue(tag: string, { edges, counts }: Histogram): Buffer {
  const middles = counts.map((_, bin) => ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2);
  const sumOf = (term: (middle: number) => number): number =>
    middles.reduce((sum, middle, bin) => sum + term(middle) * (counts[bin] ?? 0), 0);
  return message(
    bytesField(VALUE.tag, tag),
    messageField(
      VALUE.histogram,
      doubleField(1, edges[0] ?? 0),
      doubleField(2, edges.at(-1) ?? 0),
      doubleField(
        3,
        counts.reduce((sum, count) => sum + count, 0),
      ),
      // Of the bins' middles: the values themselves are not kept.
      doubleField(
        4,
        sumOf((middle) => middle),
      ),
      doubleField(
        5,
        sumOf((middle) => middle * middle),
      ),
      packedDoublesField(6, edges),
      packedDoublesField(7, edges.length === 0 ? [] : [0, ...counts]),
    ),
  );
}

export function imageValue(
  tag: string,
  image: { readonly png: Uint8Array; readonly width: number; readonly height: number },
): Buffer {
  return message(
    bytesField(VALUE.tag, tag),
    messageField(
      VALUE.image,
      intField(1, image.height),
      intField(2, image.width),
      intField(3, 4), // red, green, blue, alpha
      bytesField(4, image.png),
    ),
  );
}

/** @param markdown of one paragraph, list or table */
export function textValue(tag: string, markdown: string): Buffer {
  return message(
    bytesField(VALUE.tag, tag),
    metadataField('text', Buffer.alloc(0)),
    messageField(VALUE.tensor, intField(1, DT_STRING), shapeField([1]), bytesField(8, markdown)),
  );
}

/** Six rows: true positives, false positives, true negatives, false negatives, precision, recall; by rising threshold. */
export function precisionRecallValue(tag: string, confusion: readonly Confusion[]): Buffer {
  const rows = [
    (at: Confusion) => at.truePositives,
    (at: Confusion) => at.falsePositives,
    (at: Confusion) => at.trueNegatives,
    (at: Confusion) => at.falseNegatives,
    precisionOf,
    recallOf,
  ].flatMap((row) => confusion.map(row));
  return message(
    bytesField(VALUE.tag, tag),
    metadataField('pr_curves', intField(2, confusion.length)),
    messageField(
      VALUE.tensor,
      intField(1, DT_FLOAT),
      shapeField([6, confusion.length]),
      bytesField(4, floats(rows)),
    ),
  );
}

/** What a run was configured with, for the table of hyperparameters. */
export function sessionStartValue(
  params: Readonly<Record<string, ParamValue>>,
  startedMs: number,
): Buffer {
  const entries = Object.entries(params).map(([name, value]) =>
    messageField(1, bytesField(1, name), messageField(2, jsonValue(value))),
  );
  const info = message(...entries, doubleField(5, startedMs / 1000));
  return hparamsValue('_hparams_/session_start_info', 3, info);
}

export function sessionEndValue(status: 'completed' | 'failed', endedMs: number): Buffer {
  const info = message(intField(1, status === 'completed' ? 1 : 2), doubleField(2, endedMs / 1000));
  return hparamsValue('_hparams_/session_end_info', 4, info);
}

function hparamsValue(tag: string, field: number, info: Buffer): Buffer {
  return message(
    bytesField(VALUE.tag, tag),
    metadataField('hparams', message(intField(1, 0), bytesField(field, info))),
    // The reader wants a value; this plugin looks at the metadata alone.
    messageField(VALUE.tensor, intField(1, DT_FLOAT), shapeField([0])),
  );
}

/** google.protobuf.Value */
function jsonValue(value: ParamValue): Buffer {
  if (typeof value === 'number') return doubleField(2, value);
  if (typeof value === 'string') return bytesField(3, value);
  return typeof value === 'boolean' ? intField(4, value) : intField(1, 0);
}

function metadataField(plugin: string, content: Buffer): Buffer {
  return messageField(
    VALUE.metadata,
    messageField(1, bytesField(1, plugin), bytesField(2, content)),
    intField(4, DATA_CLASS_TENSOR),
  );
}

function shapeField(sizes: readonly number[]): Buffer {
  return messageField(2, ...sizes.map((size) => messageField(2, intField(1, size))));
}
