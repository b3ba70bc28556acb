"""Serves an ONNX model by FastAPI and ONNX Runtime, as our endpoint does: POST /invocations, one process, one thread.

python serving.py <model.onnx> <port>
"""

import os
import sys

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from pydantic import BaseModel  # noqa: E402

path, port = sys.argv[1], int(sys.argv[2])
options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
(model_input,) = session.get_inputs()
names = [output.name for output in session.get_outputs()]
dtype = np.int32 if model_input.type == "tensor(int32)" else np.float32


class IntentRequest(BaseModel):
    instances: list[list[list[float]]]


class RecRequest(BaseModel):
    instances: list[list[int]]


Request = RecRequest if dtype == np.int32 else IntentRequest
app = FastAPI()


@app.get("/ping")
async def ping():
    return {"status": "ready"}


# async: a thread pool costs more than these runs take
@app.post("/invocations")
async def invocations(request: Request):
    outputs = session.run(names, {model_input.name: np.asarray(request.instances, dtype=dtype)})
    if len(names) == 1:
        return {"predictions": outputs[0].tolist()}
    columns = [output.tolist() for output in outputs]
    return {"predictions": [dict(zip(names, row)) for row in zip(*columns)]}


uvicorn.run(app, host="127.0.0.1", port=port, loop="uvloop", http="httptools")
