"""Serves exported models with TensorFlow and ONNX Runtime, and writes what they declare and answer.

usage: predict.py JOB RESULTS
JOB: [{"folder": path with model.onnx and 1/saved_model.pb,
       "batches": [{"name", "dtype", "shape", "file": raw little-endian values}]}]
RESULTS: as many {"signature": {...}, "runtimes": {runtime: [{output: {"dtype", "shape", "file"}} per batch]}}.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.core.protobuf import saved_model_pb2  # noqa: E402


def read_batch(batch):
    values = np.fromfile(batch["file"], dtype=np.dtype(batch["dtype"]).newbyteorder("<"))
    return batch["name"], values.reshape(batch["shape"])


def write_output(array, path):
    array = np.ascontiguousarray(array)
    array.astype(array.dtype.newbyteorder("<")).tofile(path)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "file": path}


def describe_ports(ports):
    return {
        name: {
            "dtype": tf.dtypes.as_dtype(port.dtype).name,
            "shape": [dim.size for dim in port.tensor_shape.dim],
        }
        for name, port in ports.items()
    }


def describe_signature(path):
    """What `saved_model_cli show --all` prints, from the same protobuf."""
    saved_model = saved_model_pb2.SavedModel()
    with open(os.path.join(path, "saved_model.pb"), "rb") as file:
        saved_model.ParseFromString(file.read())
    (meta_graph,) = saved_model.meta_graphs
    signature = meta_graph.signature_def["serving_default"]
    return {
        "tags": list(meta_graph.meta_info_def.tags),
        "method": signature.method_name,
        "inputs": describe_ports(signature.inputs),
        "outputs": describe_ports(signature.outputs),
    }


def tensorflow_function(path):
    """As TensorFlow 2 programs load it."""
    model = tf.saved_model.load(path)
    predict = model.signatures["serving_default"]

    def run(name, values):
        answer = predict(**{name: tf.constant(values)})
        return {output: tensor.numpy() for output, tensor in answer.items()}

    run.model = model  # the signature holds it weakly
    return run


def tensorflow_session(path):
    """As TensorFlow Serving loads it: into a session, by tag and signature."""
    session = tf.compat.v1.Session(graph=tf.Graph())
    meta_graph = tf.compat.v1.saved_model.load(session, ["serve"], path)
    signature = meta_graph.signature_def["serving_default"]
    fetches = {output: port.name for output, port in signature.outputs.items()}

    def run(name, values):
        return session.run(fetches, {signature.inputs[name].name: values})

    return run


def onnx_session(path):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    outputs = [output.name for output in session.get_outputs()]

    def run(name, values):
        return dict(zip(outputs, session.run(outputs, {name: values})))

    return run


def serve(model):
    folder = model["folder"]
    saved_model = os.path.join(folder, "1")
    runtimes = {
        "TensorFlow": tensorflow_function(saved_model),
        "TensorFlow session": tensorflow_session(saved_model),
        "ONNX Runtime": onnx_session(os.path.join(folder, "model.onnx")),
    }
    answers = {}
    for runtime, run in runtimes.items():
        answers[runtime] = []
        for at, batch in enumerate(model["batches"]):
            stem = os.path.join(folder, f"{runtime}-{at}".replace(" ", "-"))
            outputs = run(*read_batch(batch))
            answers[runtime].append(
                {name: write_output(array, f"{stem}-{name}.bin") for name, array in outputs.items()}
            )
    return {"signature": describe_signature(saved_model), "runtimes": answers}


def main(job_path, results_path):
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    with open(job_path, encoding="utf-8") as job:
        results = [serve(model) for model in json.load(job)]
    with open(results_path, "w", encoding="utf-8") as file:
        json.dump(results, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
