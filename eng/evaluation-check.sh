#!/usr/bin/env bash
# evaluation-check.sh RUN COLUMN [BATCH]
# Figures of 'morph evaluate' over a finished run beside the same computed by scikit-learn and numpy from the run's exported table, and by how much they differ at most; fails above 1e-9.
# COLUMN as 'evaluate --by' takes it; runs of more than 20,000 windows are thinned by 'evaluate' and cannot be compared. Needs Debian's python3-sklearn and python3-pandas.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
morph=${here%/*}/morph
run=$1 column=$2 batch=${3:-}
told=$("$morph" evaluate "$run" --by "$column" ${batch:+--batch "$batch"} --json)
"$morph" export "$run" --format csv >/dev/null

/usr/bin/python3 - "$run" "$column" "$batch" "$told" <<'PY'
import json, os, sys
import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.neighbors import NearestNeighbors

run, column, batch, told = sys.argv[1:]
table = pd.read_csv(os.path.join(run, "export", "windows.csv"), dtype=str)
names = {name.removeprefix("Metadata_").lower(): name for name in table if name.startswith("Metadata_")}
features = table[[c for c in table if c.startswith("Morph_")]].astype(np.float32).to_numpy().astype(float)
label, cluster = table[names[column.lower()]].to_numpy(), table["Cluster"].to_numpy(int)
field = (table["Metadata_Sample"] + "/" + table["Metadata_Field"]).to_numpy()
fields = np.unique(field)
means = np.array([features[field == f].mean(axis=0) for f in fields])
first = [np.flatnonzero(field == f)[0] for f in fields]


def nearest(points, labels, groups, count):
    right = np.zeros(len(points))
    for group in np.unique(groups):
        own, others = groups == group, groups != group
        near = labels[others][NearestNeighbors(n_neighbors=count, algorithm="brute").fit(points[others]).kneighbors(points[own])[1]]
        for i, votes in zip(np.flatnonzero(own), near):
            counts = {v: list(votes).count(v) for v in votes}  # of equally many votes the nearest one's
            right[i] = next(v for v in votes if counts[v] == max(counts.values())) == labels[i]
    return right.mean()


def majority(groups):
    return [np.bincount(cluster[groups == g]).argmax() for g in np.unique(groups)]  # of equally many the lowest number


expected = {
    "knn_window": nearest(features, label, field, 5),
    "nearest_field": nearest(means, label[first], np.arange(len(fields)), 1),
    "ari_window": metrics.adjusted_rand_score(label, cluster),
    "ari_field": metrics.adjusted_rand_score(label[first], majority(field)),
    "nmi_window": metrics.normalized_mutual_info_score(label, cluster),
    "silhouette": metrics.silhouette_score(features, label),
}
if batch:
    batches = table[names[batch.lower()]].to_numpy()
    expected["batch_knn_window"] = nearest(features, label, batches, 5)
    expected["batch_nearest_field"] = nearest(means, label[first], batches[first], 1)
figures = {f["figure"]: f["value"] for f in json.loads(told)["figures"] if f["representation"] == "morph"}
apart = {name: abs(figures[name] - value) for name, value in expected.items()}
for name, value in expected.items():
    print(f"{name:<20} morph {figures[name]:.12f}   scikit-learn {value:.12f}   apart {apart[name]:.1e}")
sys.exit(int(max(apart.values()) > 1e-9))
PY
