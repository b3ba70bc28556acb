"""Prints as JSON what MLflow's own client finds of the only run of an experiment: read_mlflow.py EXPERIMENT
The server is that of MLFLOW_TRACKING_URI."""

import json
import sys
import tempfile


from mlflow.tracking import MlflowClient

client = MlflowClient()
experiment = client.get_experiment_by_name(sys.argv[1])
runs = client.search_runs([experiment.experiment_id])
run = runs[0]
run_id = run.info.run_id


def files(path=None):
    found = []
    for item in client.list_artifacts(run_id, path):
        found += files(item.path) if item.is_dir else [item.path]
    return found


def text(path):
    with tempfile.TemporaryDirectory() as folder:
        with open(client.download_artifacts(run_id, path, folder), encoding="utf8") as file:
            return file.read()


paths = files()
images = [path for path in paths if path.startswith("images/")]
sizes = []
for path in images:
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        sizes.append(list(Image.open(client.download_artifacts(run_id, path, folder)).size))
table = client.load_table(experiment.experiment_id, "tables/examples/1.json", run_ids=[run_id])

print(
    json.dumps(
        {
            "runs": len(runs),
            "name": run.info.run_name,
            "status": run.info.status,
            "ended": run.info.end_time is not None,
            "params": run.data.params,
            "tags": run.data.tags,
            "metrics": {
                key: [[point.step, repr(point.value)] for point in client.get_metric_history(run_id, key)]
                for key in run.data.metrics
            },
            "inputs": [
                {
                    "name": item.dataset.name,
                    "digest": item.dataset.digest,
                    "source": item.dataset.source,
                    "tags": {tag.key: tag.value for tag in item.tags},
                }
                for item in run.inputs.dataset_inputs
            ],
            "files": paths,
            "imageSizes": sizes,
            "table": table.astype(object).where(table.notna(), None).values.tolist(),
            "log": text("output.log"),
            "model": text("model/model.bin"),
            "curve": json.loads(text("curves/pr/3.json")),
            "histogram": json.loads(text("histograms/weights/2.json")),
        }
    )
)
