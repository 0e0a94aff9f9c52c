#!/usr/bin/python3
"""unseen_samples.py RUN [--seeds N]

Do samples that training never saw fall into clusters of their own? Adjusted Rand index of their windows and of their fields (by the most frequent cluster), first by the
run's own map and clusters, of all samples together; then mapped and clustered by themselves, one cluster for each of them, by umap-learn and scikit-learn with the run's
settings and N seeds (3).

RUN is the run directory after 'morph export RUN --format csv'. Needs Debian's python3-umap-learn and python3-pandas.
"""
import argparse
import json
import os

import numpy as np
import pandas as pd
import umap
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture


def agreement(samples, fields, clusters):
    names = np.unique(fields)
    of_field = [np.bincount(clusters[fields == f]).argmax() for f in names]
    sample = [samples[fields == f][0] for f in names]
    return f"windows {adjusted_rand_score(samples, clusters):.3f}, fields {adjusted_rand_score(sample, of_field):.3f}"


parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("--seeds", type=int, default=3)
options = parser.parse_args()

with open(os.path.join(options.run, "run.json")) as file:
    settings = json.load(file)["settings"]
table = pd.read_csv(os.path.join(options.run, "export", "windows.csv"), dtype={"Metadata_Sample": str, "Metadata_Field": str})
table = table[table["Metadata_Set"] == "test"]
samples = table["Metadata_Sample"].to_numpy()
fields = (table["Metadata_Sample"] + "/" + table["Metadata_Field"]).to_numpy()
features = table[[name for name in table if name.startswith("Morph_")]].to_numpy()
unseen = len(np.unique(samples))
print(f"{len(table)} windows of {len(np.unique(fields))} fields of {unseen} samples that training never saw")
print("by the run's own map:", agreement(samples, fields, table["Cluster"].to_numpy()))
for seed in range(options.seeds):
    reduce, cluster = settings["reduce"], settings["cluster"]
    places = umap.UMAP(n_neighbors=reduce["nNeighbors"], min_dist=reduce["minDist"], random_state=seed).fit_transform(features)
    mixture = GaussianMixture(unseen, n_init=10, reg_covar=cluster["regCovar"], random_state=seed)
    print(f"by themselves, seed {seed}:", agreement(samples, fields, mixture.fit_predict(places)))
