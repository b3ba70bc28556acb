import * as g from '@lf/export';
import type { MaskedLmSize, MaskedLmWeights } from '@lf/kernels';
import { outputRows } from '@lf/recommenders/training';
import { bestItems, listLength } from './best-items.ts';
import { countOf, countUpTo, idsInput, int32, itemsOfIds, type KnownItems } from './ids-input.ts';
import { transformerBlock, type Weight } from './transformer-block.ts';

/** What an exported PRODB model is made of. */
export interface ProdbParameters {
  readonly size: MaskedLmSize;
  readonly weights: MaskedLmWeights;
  /** Logits are cosines times it; 0: plain products plus a bias. */
  readonly cosineScale: number;
  /** Where positions are counted from. */
  readonly positions: 'from_start' | 'from_end';
}

/** What keeps the length of a vector of zeros above 0, as in training. */
const EPSILON = 1e-12;

/**
 * The masked-language model over items: a mask is put behind the session's last known items, and the
 * transformer's state there ranks all items.
 */
export function prodbGraph(parameters: ProdbParameters): g.Graph {
  const { size } = parameters;
  const weight = weightsOf(parameters);
  const session = withMask(itemsOfIds(idsInput(), size.items), size);
  const embedded = g.gather(weight('embedding', [size.items + 1, size.dimensions]), session.tokens);
  let states = g.add(embedded, positionsOf(session, parameters, weight)); // [batch, place, D]
  for (let layer = 0; layer < size.layers; layer++) {
    states = transformerBlock(states, session.isToken, size, (name, shape) =>
      weight(`layers.${layer}.${name}`, shape),
    );
  }
  const isMask = g.insertAxis(g.cast(session.isMask, 'float32'), -1);
  const state = g.sum(g.multiply(states, isMask), 1); // [batch, D]
  return {
    name: 'prodb',
    producer: '@lf/train-rec',
    description:
      'Which products come next? ids: token ids of a session; items: those that fit behind it.',
    outputs: bestItems(
      logits(state, parameters),
      Int32Array.from({ length: size.items }, (_, item) => item),
      listLength(size.items),
    ),
  };
}

/** A session moved to the front of the model's places, a mask behind it. */
interface MaskedSession {
  /** int32 [batch, place]: items; the number of items stands for the mask; 0 behind it. */
  readonly tokens: g.Tensor;
  /** bool [batch, place] */
  readonly isToken: g.Tensor;
  /** bool [batch, place]: true at one place of each row. */
  readonly isMask: g.Tensor;
  /** int32 [batch, 1] */
  readonly maskPlace: g.Tensor;
  /** int32 [place]: 0, 1, ... */
  readonly places: g.Tensor;
}

function withMask({ isKnown, items }: KnownItems, size: MaskedLmSize): MaskedSession {
  const room = size.positions - 1;
  const places = g.constant(
    Int32Array.from({ length: size.positions }, (_, place) => place),
    [size.positions],
    'places',
  );
  const count = countOf(isKnown); // [batch, 1]
  const dropped = g.maximum(g.subtract(count, int32(room)), int32(0));
  const place = g.subtract(g.subtract(countUpTo(isKnown), int32(1)), dropped); // [batch, time]
  // Which event stands at which place: unknown ones and those too long ago at none.
  const stands = g.and(g.insertAxis(isKnown, -1), g.equal(g.insertAxis(place, -1), places));
  const moved = g.sum(g.multiply(g.cast(stands, 'int32'), g.insertAxis(items, -1)), 1);
  const maskPlace = g.minimum(count, int32(room));
  const isMask = g.equal(places, maskPlace); // [batch, place]
  return {
    tokens: g.where(isMask, int32(size.items), moved),
    isToken: g.lessEqual(places, maskPlace),
    isMask,
    maskPlace,
    places,
  };
}

/** float32 [batch, place, D], or [place, D] where it is the same for every session. */
function positionsOf(
  { maskPlace, places }: MaskedSession,
  { size, positions }: ProdbParameters,
  weight: Weight,
): g.Tensor {
  const table = weight('positions', [size.positions, size.dimensions]);
  if (positions === 'from_start') return table;
  return g.gather(table, g.maximum(g.subtract(maskPlace, places), int32(0)));
}

/** float32 [batch, item] */
function logits(state: g.Tensor, { size, weights, cosineScale }: ProdbParameters): g.Tensor {
  const { items, dimensions, isTied } = size;
  const output = (rows: Float32Array) => g.constant(rows, [items, dimensions], 'output');
  if (cosineScale === 0) {
    const table = valuesOf(weights, isTied ? 'embedding' : 'output');
    const rows = output(table.subarray(0, items * dimensions));
    const bias = g.constant(valuesOf(weights, 'bias'), [items], 'bias');
    return g.add(g.matMul(state, rows, { transposesB: true }), bias);
  }
  const squares = g.sum(g.multiply(state, state), 1, { keepsAxis: true });
  const length = g.sqrt(g.add(squares, g.scalar(EPSILON, 'float32')));
  const query = g.multiply(g.divide(state, length), g.scalar(cosineScale, 'float32'));
  return g.matMul(query, output(outputRows(weights, size, true).rows), { transposesB: true });
}

function weightsOf({ weights }: ProdbParameters): Weight {
  return (name, shape) => g.constant(valuesOf(weights, name), shape, name.replaceAll('.', '_'));
}

function valuesOf(weights: MaskedLmWeights, name: string): Float32Array {
  const values = weights.get(name);
  if (values === undefined) throw new Error(`The model has no weights named ${name}`);
  return values;
}
