"""Prints as JSON what TensorBoard's own reader finds in the folder of a run: read_tensorboard.py FOLDER"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "histograms": 0, "images": 0, "tensors": 0})
events.Reload()


def tensors(tag):
    values = []
    for event in events.Tensors(tag):
        value = tensor_util.make_ndarray(event.tensor_proto).tolist()
        values.append([item.decode() if isinstance(item, bytes) else item for item in value])
    return values


def hparams(tag):
    content = events.summary_metadata[tag].plugin_data.content
    return plugin_data_pb2.HParamsPluginData.FromString(content)


start = hparams("_hparams_/session_start_info").session_start_info
params = {}
for name, value in start.hparams.items():
    params[name] = getattr(value, value.WhichOneof("kind"))

print(
    json.dumps(
        {
            "scalars": {
                tag: [[event.step, repr(event.value)] for event in events.Scalars(tag)]
                for tag in events.Tags()["scalars"]
            },
            "histograms": {
                tag: [
                    {
                        "step": event.step,
                        "min": event.histogram_value.min,
                        "max": event.histogram_value.max,
                        "num": event.histogram_value.num,
                        "limits": list(event.histogram_value.bucket_limit),
                        "buckets": list(event.histogram_value.bucket),
                    }
                    for event in events.Histograms(tag)
                ]
                for tag in events.Tags()["histograms"]
            },
            "images": {
                tag: [[event.step, event.width, event.height] for event in events.Images(tag)]
                for tag in events.Tags()["images"]
            },
            "tensors": {
                tag: tensors(tag) for tag in events.Tags()["tensors"] if not tag.startswith("_hparams_")
            },
            "params": params,
            "status": hparams("_hparams_/session_end_info").session_end_info.status,
        }
    )
)
