#!/usr/bin/env bash
# One night of a shop: judge the day's traffic, import the export, train, put the model in place if it is good enough,
# remove what nobody needs, and tell a webhook how it went.
#
#   night.sh <folder>    the folder has .env, import-map.json, exports/ and, for the settings below, night.env
#
# Exit codes: 0 the new model serves; 3 bad data and 4 a model that is not good enough: what served before serves on;
# 5 the new model serves, but the traffic has drifted or not all could be removed; 75 another night is under way;
# 2 wrong usage; 1 anything else.
set -euo pipefail

if [ $# -ne 1 ] || ! cd "$1"; then
  echo "usage: night.sh <folder of the shop>" >&2
  exit 2
fi
# shellcheck source=/dev/null
if [ -f night.env ]; then . ./night.env; fi

FLOW=${NIGHT_FLOW:-intent}                  # or rec
EXPORTS=${NIGHT_EXPORTS:-exports}           # files, or a folder, in the shop's own form
MAP=${NIGHT_MAP:-import-map.json}           # what their columns are
MAX_LOST=${NIGHT_MAX_LOST:-0.02}            # share of the rows that may be lost
KEEP_LAST=${NIGHT_KEEP_LAST:-7}             # completed runs to keep
KEEP_DAYS=${NIGHT_KEEP_DAYS:-30}            # and those of so many days; the logs of nights, too
LOGS=${NIGHT_LOGS:-logs}
export NIGHT_WEBHOOK=${NIGHT_WEBHOOK:-}     # an address that takes JSON; a secret, so no argument of a command
read -r -a LF <<<"${NIGHT_LF:-npx --no lf}" # the command; --no: never one that npm would have to download

NIGHT=$(date -u +night-%Y%m%d-%H%M%S) # the name of its run, too
LOG=                                  # none before the night has the lock
STATUS=failed
TEXT="$NIGHT stopped before its end."
DRIFT='not judged'
child=

# What `lf` starts, such as the endpoint, outlives the night: it gets neither the lock nor the pipes of cron.
# It runs in the background, so that a signal reaches it through `stopped`.
lf() {
  "${LF[@]}" "$@" 3>&- 4>&- 9>&- &
  child=$!
  wait "$child"
}

stopped() {
  if [ -n "$child" ] && kill -TERM "$child" 2>/dev/null; then wait "$child" || true; fi
  TEXT="$NIGHT was stopped by a signal. If its run had begun, this goes on with it: cd $(printf %q "$PWD") && ${LF[*]} resume $NIGHT"
  exit 143
}

ended() { # <status> <exit code> <text>
  STATUS=$1
  TEXT=$3
  exit "$2"
}

# Whatever ends the night, the last line of its log and the webhook tell it.
finish() {
  local code=$?
  trap - EXIT
  local line="$STATUS: $TEXT (exit code $code${LOG:+, log $LOG})"
  [ -z "$LOG" ] || echo "$line"
  if [ "$code" -eq 0 ]; then echo "$line" >&3; else echo "$line" >&4; fi
  NIGHT=$NIGHT FLOW=$FLOW STATUS=$STATUS TEXT=$TEXT DRIFT=$DRIFT LOG=$LOG CODE=$code node --input-type=module -e '
    const { NIGHT_WEBHOOK: url, NIGHT, FLOW, STATUS, TEXT, DRIFT, LOG, CODE } = process.env;
    const body = JSON.stringify({
      text: `${STATUS}: ${TEXT}`,
      night: NIGHT, flow: FLOW, status: STATUS, exitCode: Number(CODE), drift: DRIFT, log: LOG || null,
    });
    for (let tries = 1; url !== ""; tries++) {
      try {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(20_000) });
        if (answer.ok) break;
        throw new Error(`it answered ${answer.status}`);
      } catch (error) {
        const reason = error.cause?.code ?? error.message;
        console.log(`The webhook could not be told, try ${tries} of 3: ${reason}`);
        if (tries === 3) break;
        await new Promise((wait) => setTimeout(wait, 2_000));
      }
    }' || echo 'The webhook could not be told.'
  exit "$code"
}

exec 3>&1 4>&2
trap finish EXIT
trap stopped INT TERM HUP

# One night at a time: the lock goes with this process, however it ends.
command -v flock >/dev/null || ended failed 2 "$NIGHT needs flock (of util-linux; on macOS: brew install flock)."
exec 9>.night.lock
flock -n 9 || ended overlap 75 "$NIGHT did not begin: another night is under way in $PWD."

mkdir -p "$LOGS"
LOG=$PWD/$LOGS/$NIGHT.log
RESULT=$PWD/$LOGS/$NIGHT.json
exec >>"$LOG" 2>&1
export NO_COLOR=1
echo "$NIGHT of flow $FLOW in $PWD"

echo "--- drift of the day's traffic"
code=0
lf drift --last 24h || code=$?
case $code in
  0) DRIFT='no drift' ;;
  1) DRIFT=drift ;;
esac

echo "--- import"
code=0
lf import "$EXPORTS" --map "$MAP" --max-lost "$MAX_LOST" --out imported || code=$?
if [ "$code" -ne 0 ]; then
  why=$(sed -n 's/^error //p' "$LOG" | tail -n 1)
  case $code in
    1) ended bad_data 3 "The export was not imported, and what served before serves on. $why" ;;
    *) ended failed 1 "lf import ended with exit code $code. $why" ;;
  esac
fi

# The run compares the new model with the one that serves, and puts it in place only if it is good enough.
echo "--- run"
ran=0
lf run "$FLOW" --data imported --run-id "$NIGHT" --tag night --plain --json >"$RESULT" || ran=$?

echo "--- what nobody needs any more"
pruned=0
lf gc --keep-last "$KEEP_LAST" --keep-days "$KEEP_DAYS" --yes || pruned=$?
find "$LOGS" -name 'night-*' -mtime "+$KEEP_DAYS" -delete

if [ "$ran" -ne 0 ]; then
  # `lf runs show` knows in which step a run failed, and by which code
  lf runs show "$NIGHT" --json >"$RESULT" || ended failed 1 "lf run ended with exit code $ran before its run began."
  why=$(node -e '
    const { attempts } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const { step, error } = attempts.filter((each) => each.error !== null).at(-1) ?? {};
    const refused = ["model_worse", "model_worse_than_baseline", "model_unproven"];
    const ofMachine = ["disk_full", "storage_failed", "task_killed", "task_timed_out"];
    const ofData = ["start", "process_raw_data", "data_validation", "prepare_dataset"];
    const kind = refused.includes(error?.code) ? "worse_model"
      : ofData.includes(step) && !ofMachine.includes(error.code) ? "bad_data" : "failed";
    console.log(kind, `${step}: ${error?.message ?? "no step says why"}`.replaceAll(/\s+/g, " "));
  ' "$RESULT")
  case $why in
    bad_data*) ended bad_data 3 "The data is not fit to train on, and what served before serves on. ${why#* }" ;;
    worse_model*) ended worse_model 4 "The new model was not put in place, and what served before serves on. ${why#* }" ;;
    *) ended failed 1 "lf run ended with exit code $ran. ${why#* }" ;;
  esac
fi

served=$(node -e '
  const { runId, served, scores } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  const verdict = scores.comparison?.verdict ?? scores.verdict ?? "";
  console.log(`The model of run ${runId} is in place: ${served?.name}. ${verdict}`);
' "$RESULT")
if [ "$DRIFT" = drift ]; then ended served_with_drift 5 "$served The traffic of the last 24 hours had drifted: see drift.html."; fi
if [ "$pruned" -ne 0 ]; then ended served_not_pruned 5 "$served lf gc could not remove all that nobody needs."; fi
ended served 0 "$served"
