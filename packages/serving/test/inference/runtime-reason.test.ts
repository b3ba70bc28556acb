import { expect, it } from 'vitest';
import { runtimeReason } from '../../src/inference/runtime-reason.ts';

it.each([
  [
    '/onnxruntime_src/onnxruntime/core/graph/graph.cc:1555 void onnxruntime::Graph::Start() This is an invalid model.\n',
    'This is an invalid model',
  ],
  [
    "Non-zero status code returned while running LSTM node. Name:'lstm' Status Message: /src/core/lstm.cc:12 onnxruntime::Status f(const std::string& a) const [with T = float] Input X must have 3 dimensions.",
    "Non-zero status code returned while running LSTM node. Name:'lstm' Status Message: Input X must have 3 dimensions",
  ],
  [
    'Load model from buffer failed:Protobuf parsing failed.',
    'Load model from buffer failed:Protobuf parsing failed',
  ],
  [
    '/a/b.h:1 std::vector<int> f(g(int), h(int)) onnxruntime::x',
    'it gives no reason in plain words',
  ],
  ['', 'it gives no reason in plain words'],
])('tells %j in plain words, without sources of the runtime', (message, reason) => {
  expect(runtimeReason(new Error(message))).toBe(reason);
});
