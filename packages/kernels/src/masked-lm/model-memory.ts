/// <reference lib="dom" />
import {
  type MaskedLmCapacity,
  memoryLayout,
  SHARD_WORDS,
  TOUCHED_WORDS,
  WORD,
  WORD_COUNT,
} from './memory-layout.ts';
import { denseShapes, type MaskedLmWeights, valueCount } from './size.ts';
import { fromPanels, toPanels } from './tables.ts';
import { checkWeights } from './check-input.ts';

/** A logit that no exponential survives: of columns that are no items. */
const IMPOSSIBLE = -1e30;

/** The memory of a kernel: its regions as typed arrays, and the weights' way in and out. */
export function createMaskedLmMemory(capacity: MaskedLmCapacity) {
  const layout = memoryLayout(capacity);
  const { dimensions, items, isTied, maxTokens, maxSessions, maxMasked, layers } = capacity;
  const memory = new WebAssembly.Memory({
    initial: layout.pages,
    maximum: layout.pages,
    shared: true,
  });
  const ints = (address: number, count: number) => new Int32Array(memory.buffer, address, count);
  const floats = (address: number, count: number) =>
    new Float32Array(memory.buffer, address, count);
  const words = ints(layout.model, WORD_COUNT);
  const rows = 8 * layout.panels;
  const columns = layout.headColumns;
  const bias = floats(layout.biases[0], rows);
  bias.fill(IMPOSSIBLE, items);
  fillWords(words, capacity, layout);

  const readTable = (address: number, count: number) =>
    fromPanels(floats(address, rows * dimensions), count, dimensions);
  const read = (part: {
    readonly input: number;
    readonly output: number;
    readonly dense: number;
    readonly bias: number;
  }): MaskedLmWeights => {
    const weights = new Map<string, Float32Array>();
    weights.set('embedding', readTable(part.input, items + 1));
    let address = part.dense;
    for (const [name, shape] of denseShapes(capacity)) {
      const count = valueCount(shape);
      weights.set(name, floats(address, count).slice());
      address += 4 * count;
    }
    if (!isTied) weights.set('output', readTable(part.output, items));
    weights.set('bias', floats(part.bias, items).slice());
    return weights;
  };
  const outputAddresses = ints(layout.tokenAddresses, maxTokens);
  const columnIndices = ints(layout.columnIndices, columns);
  const lists = (address: number) => ({
    touched: ints(address, address === 0 ? 0 : TOUCHED_WORDS * layout.maxTouched),
    addresses: outputAddresses,
    columns: columnIndices,
  });

  return {
    layout,
    memory,
    job: ints(0, 16),
    words,
    numbers: floats(layout.model, words.length),
    impossible: IMPOSSIBLE,
    tokens: ints(layout.tokens, maxTokens),
    positions: ints(layout.positions, maxTokens),
    offsets: ints(layout.offsets, maxSessions + 1),
    masked: ints(layout.masked, maxMasked),
    targets: ints(layout.targets, maxMasked),
    shards: ints(layout.shards, SHARD_WORDS * layout.maxShards),
    hidden: floats(layout.hidden, layout.maskedRows * dimensions),
    targetLogits: floats(layout.targetLogits, layout.maskedRows),
    rowMax: floats(layout.rowMax, layout.maskedRows),
    rowSum: floats(layout.rowSum, layout.maskedRows),
    bias,
    headBias: floats(layout.headBias, layout.samples === 0 ? 0 : columns),
    headItems: ints(layout.headItems, layout.samples === 0 ? 0 : columns),
    outputLists: lists(layout.outputTouched),
    inputLists: lists(layout.inputTouched),
    /** Weights, then first and second moments. */
    trained: [0, 1, 2].flatMap((part) => {
      const address = (of: readonly number[]): number => of[part] ?? 0;
      return [
        floats(address(layout.inputs), rows * dimensions),
        ...(isTied ? [] : [floats(address(layout.outputs), rows * dimensions)]),
        floats(address(layout.denses), layout.denseCount),
        floats(address(layout.biases), rows),
      ];
    }),
    /** Where the gradient of a token's embedding lies: the final states of its shard, see encoder.ts. */
    gradientAddress: (shard: number, place: number): number =>
      layout.state +
      shard * layout.stateBytes +
      layers * layout.layerBytes +
      4 * place * dimensions,
    writeWeights(weights: MaskedLmWeights): void {
      checkWeights(weights, capacity);
      const valuesOf = (name: string) => weights.get(name) ?? new Float32Array(0);
      toPanels(valuesOf('embedding'), dimensions, floats(layout.inputs[0], rows * dimensions));
      if (!isTied) {
        toPanels(valuesOf('output'), dimensions, floats(layout.outputs[0], rows * dimensions));
      }
      let address = layout.denses[0];
      for (const [name, shape] of denseShapes(capacity)) {
        floats(address, valueCount(shape)).set(valuesOf(name));
        address += 4 * valueCount(shape);
      }
      bias.set(valuesOf('bias'));
    },
    readWeights: (): MaskedLmWeights =>
      read({
        input: layout.inputs[0],
        output: layout.outputs[0],
        dense: layout.denses[0],
        bias: layout.biases[0],
      }),
    readGradients(): MaskedLmWeights {
      const { inputGradients, outputGradients, denseGradients, biasGradients } = layout;
      return read({
        input: inputGradients,
        output: outputGradients,
        dense: denseGradients,
        bias: biasGradients,
      });
    },
  };
}

function fillWords(
  words: Int32Array,
  capacity: MaskedLmCapacity,
  layout: ReturnType<typeof memoryLayout>,
): void {
  const values: Partial<Record<keyof typeof WORD, number>> = {
    dim: capacity.dimensions,
    heads: capacity.heads,
    ff: capacity.feedForward,
    layers: capacity.layers,
    times: capacity.positions,
    shardRows: layout.shardRows,
    denseCount: layout.denseCount,
    dense: layout.denses[0],
    denseFirst: layout.denses[1],
    denseSecond: layout.denses[2],
    denseGradients: layout.denseGradients,
    packed: layout.packed,
    input: layout.inputs[0],
    inputFirst: layout.inputs[1],
    inputSecond: layout.inputs[2],
    output: layout.outputs[0],
    outputFirst: layout.outputs[1],
    outputSecond: layout.outputs[2],
    bias: layout.biases[0],
    biasFirst: layout.biases[1],
    biasSecond: layout.biases[2],
    inputGradients: layout.inputGradients,
    outputGradients: layout.outputGradients,
    biasGradients: layout.biasGradients,
    panels: layout.panels,
    tokens: layout.tokens,
    positions: layout.positions,
    offsets: layout.offsets,
    masked: layout.masked,
    targets: layout.targets,
    shards: layout.shards,
    state: layout.state,
    stateBytes: layout.stateBytes,
    scratch: layout.scratch,
    scratchBytes: layout.scratchBytes,
    outputTouched: layout.outputTouched,
    inputTouched: layout.inputTouched,
    hidden: layout.hidden,
    hiddenInverse: layout.hiddenInverse,
    hiddenGradients: layout.hiddenGradients,
    logits: layout.logits,
    blockMax: layout.blockMax,
    blockSum: layout.blockSum,
    targetLogits: layout.targetLogits,
    headTable: layout.headTable,
    headBias: layout.samples === 0 ? layout.biases[0] : layout.headBias,
    headItems: layout.headItems,
    headInverse: layout.headInverse,
    columnGradients: layout.columnGradients,
    rowSum: layout.rowSum,
    rowMax: layout.rowMax,
    tokenAddresses: layout.tokenAddresses,
    columnIndices: layout.columnIndices,
    columnBiases: layout.samples === 0 ? layout.biasGradients : layout.columnBiases,
  };
  for (const [name, index] of Object.entries(WORD)) {
    words[index] = values[name as keyof typeof WORD] ?? 0;
  }
}
