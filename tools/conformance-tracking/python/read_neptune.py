"""Prints as JSON what Neptune's own client finds below a folder: read_neptune.py FOLDER
`status` is the output of `neptune status`, asked without a server: it is needed for runs that were online alone."""

import json
import logging
import sys
import threading
from pathlib import Path

from neptune.cli.collect import collect_containers
from neptune.cli.status import StatusRunner
from neptune.core.components.queue.disk_queue import DiskQueue
from neptune.internal.operation import Operation

folder = Path(sys.argv[1]) / ".neptune"
lines = []


class Kept(logging.Handler):
    def emit(self, record):
        lines.append(record.getMessage())


handler = Kept()
for logger in [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]:
    if logger.name.startswith("neptune"):
        logger.handlers = [handler]
StatusRunner.status(backend=None, path=folder)

containers = collect_containers(path=folder, backend=None).offline_containers
execution = containers[0].execution_dirs[0].path
queue = DiskQueue(execution, lambda op: op.to_dict(), Operation.from_dict, threading.RLock())
operations = []
while True:
    element = queue.get()
    if element is None:
        break
    operations.append({"version": element.ver, "at": element.at, **element.obj.to_dict()})

print(
    json.dumps(
        {
            "runs": len(containers),
            "id": str(containers[0].container_id),
            "status": "\n".join(lines),
            "isSynced": containers[0].execution_dirs[0].synced,
            "lastPut": queue._last_put_file.read_local(),
            "operations": operations,
        }
    )
)
