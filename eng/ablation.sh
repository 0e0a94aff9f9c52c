#!/usr/bin/env bash
# ablation.sh SET COLUMN [BATCH]
# What each choice of the default representation is worth: runs of the images in SET (images/ and samples.csv) by the default settings, with one choice taken back each, some together, and in the
# paper's form, judged by 'morph evaluate --by COLUMN [--batch BATCH]'. Prints a table: mean over seeds, and least and most where there are several.
# SEEDS ("1 2"), STEPS (400) and VARIANTS (a regular expression over their names; all) may be set in the environment. Two minutes for each run on
# 2 cores; the paper's network takes four times as long.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
morph=${here%/*}/morph
set=$1 column=$2 batch=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

variants() {
    cat <<'CONF'
default|
no context|morph.embed.context = 0
no density|morph.embed.density-weight = 0
15 neighbours|morph.reduce.n-neighbors = 15
no limit of one field|morph.reduce.of-one-field = 1000
free covariances|morph.cluster.reg-covar = 1e-6
no contrast of samples|morph.train.contrast-weight = 0
Jensen-Shannon estimate|morph.train.estimate = jensen-shannon
zeros beyond windows|morph.train.border = zeros
constant step size|morph.train.schedule = constant
half of the steps|morph.train.iterations = HALF
no context or density|morph.embed.context = 0; morph.embed.density-weight = 0
Jensen-Shannon estimate without contrast|morph.train.estimate = jensen-shannon; morph.train.contrast-weight = 0
none of these four|morph.embed.context = 0; morph.embed.density-weight = 0; morph.train.estimate = jensen-shannon; morph.train.contrast-weight = 0
paper's network|morph.train.network = reference
paper's form|PAPER
CONF
}

while IFS='|' read -r name conf; do
    [[ $name =~ ${VARIANTS:-.} ]] || continue
    for seed in ${SEEDS:-1 2}; do
        options=(--iterations "${STEPS:-400}") out=$work/run
        case $conf in
            PAPER) options+=(--preset paper) conf='' ;;
            *HALF) options=() conf=${conf/HALF/$((${STEPS:-400} / 2))} ;;
        esac
        echo "${conf//; /$'\n'}" >"$work/variant.conf"
        "$morph" run "$set/images" --samples "$set/samples.csv" --out "$out" --config "$work/variant.conf" --seed "$seed" "${options[@]}" >/dev/null
        "$morph" evaluate "$out" --by "$column" ${batch:+--batch "$batch"} >/dev/null
        mv "$out/evaluation/$column/figures.json" "$work/$name|$seed.json"
        rm -rf "$out"
    done
done < <(variants)

python3 - "$work" <<'PY'
import glob, json, os, sys

shown = ["knn_window", "nearest_field", "map", "batch_knn_window", "batch_nearest_field", "pairs_worst", "ari_window", "ari_field"]
rows = {}
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*|*.json")), key=os.path.getmtime):
    name = os.path.basename(path).split("|")[0]
    for figure in json.load(open(path))["figures"]:
        if figure["value"] is not None:
            row = name if figure["representation"] == "morph" else "  " + figure["representation"] if name == "default" else None
            rows.setdefault(row, {}).setdefault(figure["figure"], []).append(figure["value"])
rows.pop(None, None)
shown = [figure for figure in shown if any(figure in row for row in rows.values())]
width = max(map(len, rows))
print(" " * width, *(f"{figure:>20}" for figure in shown))
for name, row in rows.items():
    cells = []
    for figure in shown:
        values = row.get(figure, [])
        spread = f" ({min(values):.2f}-{max(values):.2f})" if len(values) > 1 else ""
        cells.append(f"{sum(values) / len(values):.3f}{spread}" if values else "")
    print(f"{name:<{width}}", *(f"{cell:>20}" for cell in cells))
PY
