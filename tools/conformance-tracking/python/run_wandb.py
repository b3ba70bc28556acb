"""Makes a run with wandb's own client, which the fake of its server then shows: run_wandb.py FOLDER
The server and its key are those of WANDB_BASE_URL and WANDB_API_KEY."""

import json
import os
import sys

import wandb

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
model = os.path.join(folder, "model.bin")
with open(model, "w") as file:
    file.write("the bytes of a model")

settings = wandb.Settings(x_stats_sampling_interval=1, x_disable_meta=False)
run = wandb.init(
    project="conformance",
    id="real-1",
    name="the real run",
    config={"units": 48, "optimizer": "größe"},
    dir=folder,
    settings=settings,
)
run.define_metric("step")
run.define_metric("loss", step_metric="step")
for step, loss in enumerate([0.75, 0.5, 0.25, 0.125]):
    run.log({"loss": loss, "step": step}, step=step)
run.log({"broken": float("nan"), "top": float("inf"), "step": 7}, step=7)
artifact = wandb.Artifact("model", type="model")
artifact.add_file(model)
run.log_artifact(artifact)
print("epoch 1")
run.save(model, base_path=folder)
run.finish(exit_code=3)
print(json.dumps({"version": wandb.__version__}))
