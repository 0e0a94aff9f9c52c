#!/usr/bin/env bash
# held-out-fields.sh SET [SEED]
# Is a field that training never saw told its sample? Trains on all fields but the last of each sample of the images in SET (images/ and samples.csv), assigns those last fields to the run, and asks
# for each of their windows whether its 5 nearest windows of the training fields are of its sample, for each field whether the nearest field mean is, and whether 'morph assign' put it into the
# cluster of its sample. Default settings, no sample held out; STEPS in the environment trains shorter. Needs numpy (Debian: python3-numpy). About as long as two runs' masks and one run's training.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
morph=${here%/*}/morph
set=$1 seed=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

/usr/bin/python3 - "$set" "$work" <<'PY'
import csv, os, sys

source, work = sys.argv[1:]
with open(os.path.join(source, "samples.csv")) as file:
    head, *rows = csv.reader(file)
field, sample = head.index("field"), head.index("sample")
last = {row[sample]: row[field] for row in sorted(rows, key=lambda r: r[field])}
for name, keep in (("train", lambda r: r[field] != last[r[sample]]), ("asked", lambda r: r[field] == last[r[sample]])):
    kept = [row for row in rows if keep(row)]
    os.makedirs(os.path.join(work, name))
    for image in os.listdir(os.path.join(source, "images")):
        if any(image.startswith(row[field] + "-") for row in kept):
            os.symlink(os.path.abspath(os.path.join(source, "images", image)), os.path.join(work, name, image))
    with open(os.path.join(work, name + ".csv"), "w", newline="") as file:
        csv.writer(file).writerows([head, *kept])
PY

echo 'morph.train.held-out = 0' >"$work/all.conf"
"$morph" run "$work/train" --samples "$work/train.csv" --out "$work/run" --config "$work/all.conf" --seed "$seed" ${STEPS:+--iterations "$STEPS"} >/dev/null
"$morph" assign "$work/run" "$work/asked" --samples "$work/asked.csv" --out "$work/assigned" >/dev/null
for run in run assigned; do "$morph" export "$work/$run" --format csv >/dev/null; done

/usr/bin/python3 - "$work" <<'PY'
import csv, os, sys
import numpy as np

def read(run):
    with open(os.path.join(sys.argv[1], run, "export", "windows.csv")) as file:
        head, *rows = csv.reader(file)
    column = lambda name: np.array([row[head.index(name)] for row in rows])
    features = [i for i, name in enumerate(head) if name.startswith("Morph_")]
    return np.array([[float(row[i]) for i in features] for row in rows]), column("Metadata_Sample"), column("Metadata_Field")

def squares(a, b):
    return (a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T

def vote(samples):
    names, counts = np.unique(samples, return_counts=True)
    return next(s for s in samples if counts[names == s] == counts.max())  # of equally many, the one with the nearest window

def means(points, samples, fields):
    names = np.unique(fields)
    return np.array([points[fields == f].mean(0) for f in names]), np.array([samples[fields == f][0] for f in names])

def clusters(run):
    with open(os.path.join(sys.argv[1], run, "clusters", "fields.csv")) as file:
        rows = list(csv.DictReader(file))
    return {s: [row["Cluster"] for row in rows if row["Metadata_Sample"] == s] for s in {row["Metadata_Sample"] for row in rows}}

known, asked = read("run"), read("assigned")
nearest = np.argsort(squares(asked[0], known[0]), axis=1, kind="stable")[:, :5]
windows = np.array([vote(known[1][row]) for row in nearest]) == asked[1]
(of, ofSample), (to, toSample) = means(*asked), means(*known)
fields = toSample[squares(of, to).argmin(1)] == ofSample
learned, given = clusters("run"), clusters("assigned")
assigned = [cluster == max(sorted(set(learned[s])), key=learned[s].count) for s in given for cluster in given[s]]
print(f"windows {windows.mean():.3f} of {windows.size}, fields {fields.mean():.3f} of {fields.size}, in their sample's cluster {np.mean(assigned):.3f} of {len(assigned)}")
for sample in np.unique(asked[1]):
    print(f"  {sample}: windows {windows[asked[1] == sample].mean():.2f}, {'right' if fields[ofSample == sample].all() else 'wrong'} by its nearest field")
PY
