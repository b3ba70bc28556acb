"""Prints as JSON every record that wandb's own reader finds in a file of an offline run: read_wandb.py FILE"""

import json
import sys

from google.protobuf.json_format import MessageToDict
from wandb.proto.wandb_internal_pb2 import Record
from wandb.sdk.internal.datastore import DataStore

store = DataStore()
store.open_for_scan(sys.argv[1])
records = []
while True:
    data = store.scan_data()
    if data is None:
        break
    record = Record()
    record.ParseFromString(data)
    # A field that wandb does not know has another number than we think.
    size = record.ByteSize()
    record.DiscardUnknownFields()
    records.append(
        {
            "type": record.WhichOneof("record_type"),
            "isWhole": record.ByteSize() == size,
            "record": MessageToDict(record, preserving_proto_field_name=True),
        }
    )
print(json.dumps(records))
