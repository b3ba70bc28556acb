import { GraphError } from '../errors.ts';
import { operandsOf, type Operation } from './operation.ts';
import { describeTensor, type Tensor } from './tensor.ts';

/** A model: its inputs and outputs, whose tensors refer to all operations between. */
export interface Graph {
  /** An identifier: `intent`. */
  readonly name: string;
  /** What wrote the model: `@lf/train-intent`. */
  readonly producer: string;
  /** What the model says of itself, in words. */
  readonly description: string;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** A graph whose operations are in an order in which each follows those that it reads. */
export interface OrderedGraph extends Graph {
  readonly inputs: readonly { readonly name: string; readonly tensor: Tensor }[];
  readonly operations: readonly Operation[];
}

/** A name that every format takes as it is. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Finds what a graph's outputs depend on and puts it in order.
 *
 * @throws GraphError for a name that comes twice or no format takes, or for outputs of bool
 */
export function orderGraph(graph: Graph): OrderedGraph {
  const operations = new Set<Operation>();
  const inputs: { name: string; tensor: Tensor }[] = [];
  const visit = (tensor: Tensor): void => {
    const { operation } = tensor;
    if (operations.has(operation)) return;
    operandsOf(operation).forEach(visit);
    operations.add(operation);
    if (operation.kind === 'input') inputs.push({ name: operation.name, tensor });
  };
  const outputs = Object.entries(graph.outputs);
  for (const [name, tensor] of outputs) {
    if (tensor.type === 'bool') {
      throw new GraphError(`output ${name}`, 'float32 or int32', describeTensor(tensor));
    }
    visit(tensor);
  }
  const names = [...inputs.map(({ name }) => name), ...outputs.map(([name]) => name)];
  names.forEach((name, place) => {
    if (!NAME.test(name) || names.indexOf(name) !== place) {
      throw new GraphError('graph', 'names of letters, digits and _, each once', names.join(', '));
    }
  });
  if (inputs.length === 0) throw new GraphError('graph', 'an input that an output reads', 'none');
  return { ...graph, inputs, operations: [...operations] };
}
