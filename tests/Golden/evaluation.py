"""Writes evaluation.json: figures of an evaluation computed independently, with numpy, scipy, scikit-learn and scikit-image.

python3 tests/Golden/evaluation.py      # numpy 1.24, scikit-learn 1.2, scikit-image 0.19 (Debian 12)

12 fields of 4 windows: 4 samples of 3 fields, 2 genes of 2 samples, 2 plates across the samples. Average precision follows
copairs (build_rank_lists, ap_contiguous, mean_average_precision) without its float32; its p-values come from the whole null
distribution instead of a part of it.
"""

import itertools
import json
import pathlib

import numpy as np
from skimage.feature import graycoprops
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, silhouette_samples
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(7)
field = np.repeat(np.arange(12), 4)
sample_of_field = np.arange(12) // 3
gene_of_field = sample_of_field // 2
plate_of_field = np.arange(12) % 3 % 2
rare_of_field = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3])  # label 3 has one field

centre = rng.normal(size=(4, 8)) + np.repeat(rng.normal(size=(2, 8)), 2, axis=0)
X = centre[sample_of_field[field]] + 0.7 * rng.normal(size=(12, 8))[field] + 0.8 * rng.normal(size=(48, 8))
X = np.round(X * 64) / 64  # the same numbers in single precision
cluster = np.where(rng.random(48) < 0.25, rng.integers(4, size=48), sample_of_field[field])


def vote(labels):
    """The most frequent label, of equally frequent ones the one whose nearest neighbour is nearer."""
    counts = {label: list(labels).count(label) for label in labels}
    return next(label for label in labels if counts[label] == max(counts.values()))


def held_out(points, labels, groups, k):
    """Right (1), wrong (0), or not asked (None: no other group has the label)."""
    outcomes = []
    for i in range(len(points)):
        others = np.flatnonzero(groups != groups[i])
        if not (labels[others] == labels[i]).any():
            outcomes.append(None)
            continue
        nearest = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(points[others]).kneighbors(points[i : i + 1])[1][0]
        outcomes.append(int(vote(labels[others][nearest]) == labels[i]))
    return outcomes


def means(points, groups):
    return np.array([points[groups == g].mean(axis=0) for g in np.unique(groups)])


def cosine(points):
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit @ unit.T


def average_precision(points, labels):
    similarity, values, counts = cosine(points), [], []
    for i in range(len(points)):
        others = np.delete(np.arange(len(points)), i)
        positive = (labels[others] == labels[i]).astype(int)
        order = np.lexsort([-positive, 1 - similarity[i, others]])
        ranks = np.flatnonzero(positive[order]) + 1
        values.append(float(np.mean(np.arange(1, len(ranks) + 1) / ranks)) if len(ranks) else None)
        counts.append([len(ranks), len(others)])
    return values, counts


def null(positives, total):
    """Average precision of all rankings."""
    return np.array([np.mean(np.arange(1, positives + 1) / (np.array(c) + 1)) for c in itertools.combinations(range(total), positives)])


def benjamini_hochberg(p):
    p = np.asarray(p)
    order = np.argsort(p)
    adjusted = np.minimum.accumulate((p[order] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    result = np.empty(len(p))
    result[order] = np.minimum(adjusted, 1)
    return result.tolist()


def matching(profiles, labels, *left_out):
    similarity, outcomes = cosine(profiles), []
    for i in range(len(profiles)):
        allowed = np.all([g != g[i] for g in left_out], axis=0)
        if not (labels[allowed] == labels[i]).any():
            outcomes.append(None)
            continue
        best = np.argmax(np.where(allowed, similarity[i], -np.inf))
        outcomes.append(int(labels[best] == labels[i]))
    return outcomes


def balanced(points, labels, groups, first, second, k):
    rows = np.flatnonzero((labels == first) | (labels == second))
    right = np.array(held_out(points[rows], labels[rows], groups[rows], k), dtype=float)
    return float(np.mean([right[labels[rows] == label].mean() for label in (first, second)]))


def logistic(points, labels, c):
    """The minimum by Newton's method, to the last digits; scikit-learn's own stops earlier."""
    n, d, k = len(points), points.shape[1], labels.max() + 1
    design = np.hstack([points, np.ones((n, 1))])
    target = np.eye(k)[labels]
    penalty = np.tile(np.append(np.ones(d), 0), k) / c
    w = np.zeros(k * (d + 1))
    for _ in range(50):
        scores = design @ w.reshape(k, d + 1).T
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = ((p - target).T @ design).ravel() + penalty * w
        hessian = np.diag(penalty)
        for a in range(k):
            for b in range(k):
                weight = p[:, a] * ((a == b) - p[:, b])
                hessian[a * (d + 1) : (a + 1) * (d + 1), b * (d + 1) : (b + 1) * (d + 1)] += (design * weight[:, None]).T @ design
        w -= np.linalg.lstsq(hessian, gradient, rcond=1e-12)[0]  # biases may all be shifted: the shortest step
    known = LogisticRegression(C=c, multi_class="multinomial", solver="lbfgs", tol=1e-8, max_iter=100000).fit(points, labels)
    assert np.abs(known.predict_proba(points) - p).max() < 1e-4
    return p


def guide(points, labels, groups):
    """Right (1) or wrong (0) by a logistic regression on the points of other groups, scaled by their mean and deviation."""
    scaled = make_pipeline(StandardScaler(), LogisticRegression(multi_class="multinomial", tol=1e-10, max_iter=100000))
    return [int(v) for v in cross_val_predict(scaled, points, labels, groups=groups, cv=LeaveOneGroupOut()) == labels]


def co_occurrence(levels, distance):
    """Counts of pairs to the right and below, both ways, as skimage's graycomatrix with two angles added; -1 is background."""
    counts = np.zeros((16, 16))
    for a, b in [(levels[:, :-distance], levels[:, distance:]), (levels[:-distance], levels[distance:])]:
        for u, v in zip(a.ravel(), b.ravel()):
            if u >= 0 and v >= 0:
                counts[u, v] += 1
                counts[v, u] += 1
    p = (counts / counts.sum())[:, :, None, None]
    entropy = -np.sum(p[p > 0] * np.log(p[p > 0]))
    return [float(graycoprops(p, name)[0, 0]) for name in ("contrast", "correlation", "energy", "homogeneity")] + [float(entropy)]


fields, genes, rare, plates = means(X, field), gene_of_field[field], rare_of_field[field], plate_of_field[field]
knn1 = held_out(X, genes, field, 1)
assert [int(v) for v in cross_val_predict(KNeighborsClassifier(1), X, genes, groups=field, cv=LeaveOneGroupOut()) == genes] == knn1

ap, counts = average_precision(fields, rare_of_field)
retrieval = []
for label in range(3):
    own = [ap[i] for i in range(12) if rare_of_field[i] == label]
    positives, total = counts[np.flatnonzero(rare_of_field == label)[0]]
    chance = null(positives, total)
    retrieval.append({"label": label, "mean": float(np.mean(own)), "p": float((chance > np.mean(own) + 1e-12).mean())})

profile = sample_of_field[field] * 2 + plates
profiles = means(X, profile)
scale = (X.mean(axis=0), X.std(axis=0))
Z = (X - scale[0]) / scale[1]
probabilities = logistic(X, sample_of_field[field], 0.5)
controls = X[genes == 0]
covariance = np.cov(controls.T, bias=True)
values, vectors = np.linalg.eigh(covariance)
sphering = vectors @ np.diag(1 / np.sqrt(values + 0.01 * np.trace(covariance) / 8)) @ vectors.T
standardised = np.empty_like(X)
for plate in (0, 1):
    own = X[plates == plate]
    standardised[plates == plate] = (own - own.mean(axis=0)) / own.std(axis=0)
levels = rng.integers(-1, 16, size=(12, 12))
replicates = rng.random(101)
leave_out = rng.random(9)
p = rng.random(8) ** 3

golden = {
    "points": X.tolist(),
    "field": field.tolist(),
    "cluster": cluster.tolist(),
    "sample_of_field": sample_of_field.tolist(),
    "gene_of_field": gene_of_field.tolist(),
    "plate_of_field": plate_of_field.tolist(),
    "rare_of_field": rare_of_field.tolist(),
    "knn1_gene": knn1,
    "knn5_gene": held_out(X, genes, field, 5),
    "knn5_rare": held_out(X, rare, field, 5),
    "knn5_gene_across_plates": held_out(X, genes, plates, 5),
    "nearest_field_gene": held_out(fields, gene_of_field, np.arange(12), 1),
    "nearest_field_gene_across_plates": held_out(fields, gene_of_field, plate_of_field, 1),
    "guide_gene_across_plates": guide(X, genes, plates),
    "ari_gene": adjusted_rand_score(genes, cluster),
    "nmi_gene": normalized_mutual_info_score(genes, cluster),
    "silhouette_gene": silhouette_samples(X, genes).tolist(),
    "average_precision_gene": average_precision(fields, gene_of_field)[0],
    "average_precision_rare": ap,
    "retrieval_rare": retrieval,
    "null_2_of_11": null(2, 11).tolist(),
    "nsc_gene": matching(means(X, sample_of_field[field]), np.array([0, 0, 1, 1]), np.arange(4)),
    "nscb_gene": matching(profiles, np.repeat([0, 1], 4), np.repeat(np.arange(4), 2), np.tile([0, 1], 4)),
    "pairs_sample": [[a, b, balanced(X, sample_of_field[field], field, a, b, 5)] for a in range(4) for b in range(a + 1, 4)],
    "p": p.tolist(),
    "p_benjamini_hochberg": benjamini_hochberg(p),
    "replicates": replicates.tolist(),
    "replicates_interval": np.percentile(replicates, [2.5, 97.5]).tolist(),
    "leave_out": leave_out.tolist(),
    "leave_out_error": float(np.sqrt(8 / 9 * np.sum((leave_out - leave_out.mean()) ** 2))),
    "standardised": standardised.tolist(),
    "sphered": ((X - controls.mean(axis=0)) @ sphering).tolist(),
    "scaled": Z.tolist(),
    "logistic_c": 0.5,
    "logistic_probabilities": probabilities.tolist(),
    "levels": levels.tolist(),
    "co_occurrence_1": co_occurrence(levels, 1),
    "co_occurrence_4": co_occurrence(levels, 4),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
