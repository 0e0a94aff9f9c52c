#!/usr/bin/python3
"""The method chained in Python, as the reference does it: a peer for whole runs of Morph.

    reference_run.py IMAGES --samples samples.csv --iterations 300 [--held-out 4] [--seed 1] [--threads 2]

load (Pillow), mask (scikit-learn mixture per sample, the component with fewer pixels), train (PyTorch, joint loss, the step with the
lowest validation loss is kept), embed (one window at a time, stride 32, last row and column skipped), reduce (umap-learn) and cluster
(scikit-learn mixture), the last two for the training samples, for the held-out samples and for all together.
IMAGES holds FIELD-CHANNEL.png or .tif; the table has the columns field and sample, and further ones are not read.
Prints one JSON object: seconds by stage, peak memory, sizes, losses, and by set of samples the quality of the clusters.
On Debian 12: apt-get install python3-torch python3-sklearn umap-learn python3-pil
"""
import argparse
import copy
import csv
import json
import math
import pathlib
import resource
import sys
import time
import warnings

import numpy
import sklearn
import torch
from PIL import Image
from sklearn import metrics
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from torch import nn
from torch.nn import functional as F

STEPS_PER_VALIDATION, SAMPLES_PER_BATCH, WIDTH = 10, 5, 2048


def encoder(channels):
    layers = []
    for source, target in ((channels, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(source, target, 3, padding=1, bias=False), nn.BatchNorm2d(target), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(128, 256, 3, padding=1, bias=False), nn.BatchNorm2d(256), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Conv2d(256, 256, 3, padding=1, bias=False))


def summarizer(side):
    flat = 512 * (side // 64) ** 2
    return nn.Sequential(
        nn.Conv2d(256, 512, 3, padding=1, bias=False), nn.BatchNorm2d(512), nn.ReLU(inplace=True), nn.MaxPool2d(8), nn.Flatten(),
        nn.Linear(flat, 256, bias=False), nn.BatchNorm1d(256), nn.ReLU(inplace=True), nn.Linear(256, 128, bias=False))


class Critic(nn.Module):
    """Encode-and-dot: local and global representations in one space of 2048 dimensions."""

    def __init__(self):
        super().__init__()
        self.global_deep = nn.Sequential(
            nn.Linear(128, WIDTH, bias=False), nn.BatchNorm1d(WIDTH), nn.ReLU(inplace=True), nn.Linear(WIDTH, WIDTH, bias=False))
        self.global_shortcut = nn.Sequential(nn.Linear(128, WIDTH, bias=False), nn.ReLU(inplace=True))
        self.local_deep = nn.Sequential(
            nn.Conv2d(256, WIDTH, 1, bias=False), nn.BatchNorm2d(WIDTH), nn.ReLU(inplace=True), nn.Conv2d(WIDTH, WIDTH, 1, bias=False))
        self.local_shortcut = nn.Sequential(nn.Conv2d(256, WIDTH, 1, bias=False), nn.ReLU(inplace=True))
        self.norm = nn.LayerNorm(WIDTH)
        with torch.no_grad():
            shortcut = self.local_shortcut[0].weight.uniform_(-0.01, 0.01)
            shortcut[range(256), range(256), 0, 0] = 1

    def forward(self, local, summary):
        points = self.norm((self.local_deep(local) + self.local_shortcut(local)).flatten(2).transpose(1, 2))
        return points, self.global_deep(summary) + self.global_shortcut(summary)


def prior_discriminator():
    return nn.Sequential(
        nn.Linear(128, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU(inplace=True),
        nn.Linear(512, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU(inplace=True), nn.Linear(512, 1))


def mi_loss(points, summaries, foreground, samples, fields):
    """Jensen-Shannon estimate over foreground locations (B x L) of B = samples x fields crops."""
    sample = torch.arange(samples).repeat_interleave(fields)
    field = torch.arange(fields).repeat(samples)
    same = sample[:, None] == sample[None, :]
    opposite = (field[:, None] == field[None, :]) & ~same
    scores = F.linear(points, summaries)
    rectified = F.softplus(-scores)
    positive = foreground[:, :, None] & same[:, None, :]
    negative = foreground[:, :, None] & opposite[:, None, :]
    positives = ((math.log(2) - rectified) * positive).sum() / positive.sum().clamp(min=1)
    negatives = ((rectified + scores - math.log(2)) * negative).sum() / negative.sum().clamp(min=1)
    return negatives - positives


def load(folder, table, channels):
    """Names of samples, and by sample its fields' pixels, fields x C x H x W."""
    with open(table, newline="", encoding="utf-8") as rows:
        fields = [(row["sample"], row["field"]) for row in csv.DictReader(rows)]
    files = {path.stem: path for path in sorted(pathlib.Path(folder).iterdir()) if path.suffix in (".png", ".tif", ".tiff")}
    channels = channels or sorted({stem.rpartition("-")[2] for stem in files})
    images = {}
    for sample, field in sorted(fields):
        planes = [numpy.asarray(Image.open(files[f"{field}-{channel}"])) for channel in channels]
        images.setdefault(sample, []).append(numpy.stack(planes).astype(numpy.float32))
    return channels, {sample: numpy.stack(fields) for sample, fields in images.items()}


def mask(images, rule, seed):
    """Foreground of all fields of a sample, fields x H x W."""
    pixels = images.transpose(0, 2, 3, 1).reshape(-1, images.shape[1]).astype(numpy.float64)
    mixture = GaussianMixture(2, init_params="k-means++", tol=1e-3, reg_covar=1e-6, max_iter=1000, random_state=seed)
    labels = mixture.fit_predict(pixels)
    brighter = mixture.means_.sum(axis=1).argmax()
    minority = numpy.bincount(labels, minlength=2).argmin()
    return (labels == (minority if rule == "minority" else brighter)).reshape(images.shape[0], *images.shape[2:])


class Model(nn.Module):
    def __init__(self, channels, side):
        super().__init__()
        self.encoder, self.summarizer, self.critic, self.prior = encoder(channels), summarizer(side), Critic(), prior_discriminator()

    def loss(self, batch, foreground, samples, fields):
        local = self.encoder(batch)
        summary = self.summarizer(local)
        foreground = F.max_pool2d(foreground, 8).flatten(1) > 0
        return summary, mi_loss(*self.critic(local, summary), foreground, samples, fields)


def crops(images, masks, side, random):
    """One crop per field of each sample: random and flipped, or with no random source the centre's."""
    height, width = images[0].shape[-2:]
    pixels, foreground = [], []
    for fields, maps in zip(images, masks):
        for field, foreground_map in zip(fields, maps):
            y = (height - side) // 2 if random is None else random.integers(height - side + 1)
            x = (width - side) // 2 if random is None else random.integers(width - side + 1)
            flips = (1, 1) if random is None else random.choice((1, -1), size=2)
            pixels.append(field[:, y:y + side, x:x + side][:, ::flips[0], ::flips[1]])
            foreground.append(foreground_map[None, y:y + side, x:x + side][:, ::flips[0], ::flips[1]])
    return torch.from_numpy(numpy.stack(pixels)), torch.from_numpy(numpy.stack(foreground).astype(numpy.float32))


def train(images, masks, trained, held_out, options):
    """The model of the step with the lowest validation loss, and the losses."""
    random = numpy.random.default_rng(options.seed)
    model = Model(images[trained[0]].shape[1], options.window)
    learners = [
        torch.optim.Adam([*model.encoder.parameters(), *model.summarizer.parameters()], lr=1e-4),
        torch.optim.Adam([*model.critic.parameters(), *model.prior.parameters()], lr=1e-4)]
    fields = min(len(images[sample]) for sample in images)
    width = min(SAMPLES_PER_BATCH, len(trained))
    validated = held_out if len(held_out) > 1 else trained
    order, losses, best, best_state = [], [], math.inf, None
    for step in range(options.iterations):
        if len(order) < width:
            order = list(random.permutation(trained))
        chosen, order = order[:width], order[width:]
        batch, foreground = crops([images[s][:fields] for s in chosen], [masks[s][:fields] for s in chosen], options.window, random)
        model.train()
        for learner in learners:
            learner.zero_grad(set_to_none=True)
        summary, loss = model.loss(batch, foreground, width, fields)
        prior = F.softplus(-model.prior(torch.rand_like(summary))).mean() + F.softplus(model.prior(summary)).mean()
        (loss + 0.1 * prior).backward()
        for learner in learners:
            learner.step()
        losses.append(loss.item())

        if (step + 1) % STEPS_PER_VALIDATION == 0 or step + 1 == options.iterations:
            model.eval()
            with torch.no_grad():
                centre = crops([images[s][:fields] for s in validated], [masks[s][:fields] for s in validated], options.window, None)
                validation = model.loss(*centre, len(validated), fields)[1].item()
            if validation < best:
                best, best_state = validation, copy.deepcopy([model.encoder.state_dict(), model.summarizer.state_dict()])
    model.encoder.load_state_dict(best_state[0])
    model.summarizer.load_state_dict(best_state[1])
    return model.eval(), losses, best


def embed(model, images, masks, options):
    """Embeddings of the windows with most foreground of each field, their fields, and how many were embedded."""
    kept, names, embedded = [], [], 0
    side, stride = options.window, options.stride
    with torch.no_grad():
        for index, (field, foreground) in enumerate(zip(images, masks)):
            rows, fractions = [], []
            for y in range(0, field.shape[1] - side, stride):
                for x in range(0, field.shape[2] - side, stride):
                    window = torch.from_numpy(field[None, :, y:y + side, x:x + side].copy())
                    rows.append(model.summarizer(model.encoder(window)).numpy()[0])
                    fractions.append(foreground[y:y + side, x:x + side].mean())
            best = numpy.argsort(-numpy.array(fractions), kind="stable")[:options.top]
            kept.append(numpy.stack(rows)[best])
            names += [index] * len(best)
            embedded += len(rows)
    return numpy.concatenate(kept), numpy.array(names), embedded


def neighbour_accuracy(embeddings, samples, fields):
    """Share of windows whose five nearest windows of other fields are mostly of the same sample."""
    count = min(len(embeddings) - 1, 5 + int(numpy.unique(fields, return_counts=True)[1].max()))
    near = NearestNeighbors(n_neighbors=count).fit(embeddings).kneighbors(return_distance=False)
    right = 0
    for index, row in enumerate(near):
        others = samples[[i for i in row if fields[i] != fields[index]][:5]]
        names, votes = numpy.unique(others, return_counts=True)
        right += len(votes) > 0 and names[votes.argmax()] == samples[index]
    return right / len(near)


def majority(clusters, groups):
    return {str(group): int(numpy.bincount(clusters[groups == group]).argmax()) for group in numpy.unique(groups)}


def quality(embeddings, points, clusters, samples, fields):
    by_sample = majority(clusters, samples)
    return {
        "windows": len(points),
        "ari": metrics.adjusted_rand_score(samples, clusters),
        "nmi": metrics.normalized_mutual_info_score(samples, clusters),
        "homogeneity": metrics.homogeneity_score(samples, clusters),
        "silhouette_map_by_sample": float(metrics.silhouette_score(points, samples)),
        "neighbour_accuracy_across_fields": neighbour_accuracy(embeddings, samples, fields),
        "sample_majority": by_sample,
        "distinct_majorities": len(set(by_sample.values())),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("images")
    arguments.add_argument("--samples", required=True, help="CSV with the columns field and sample")
    arguments.add_argument("--channels", type=lambda text: text.split(","), help="names in order; all, sorted, when left out")
    arguments.add_argument("--iterations", type=int, default=300)
    arguments.add_argument("--held-out", type=int, help="last samples kept out of training; two sevenths when left out")
    arguments.add_argument("--foreground", choices=("minority", "brighter"), default="minority")
    arguments.add_argument("--window", type=int, default=128)
    arguments.add_argument("--stride", type=int, default=32)
    arguments.add_argument("--top", type=int, default=50)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    warnings.filterwarnings("ignore")
    seconds = {}

    def timed(stage, action):
        print(stage, file=sys.stderr, flush=True)
        began = time.perf_counter()
        result = action()
        seconds[stage] = seconds.get(stage, 0) + time.perf_counter() - began
        return result

    channels, images = timed("load", lambda: load(options.images, options.samples, options.channels))
    names = sorted(images)
    held = round(2 * len(names) / 7) if options.held_out is None else options.held_out
    trained, held_out = names[:len(names) - held], names[len(names) - held:]
    masks = timed("mask", lambda: {name: mask(images[name], options.foreground, options.seed) for name in names})

    def normalise():
        # Over training and held-out samples together, as the reference does.
        every = numpy.concatenate([images[name] for name in names])
        mean, deviation = every.mean(axis=(0, 2, 3), keepdims=True)[0], every.std(axis=(0, 2, 3), keepdims=True)[0]
        return {name: (images[name] - mean) / deviation for name in names}

    images = timed("load", normalise)
    model, losses, validation = timed("train", lambda: train(images, masks, trained, held_out, options))
    embedded = timed("embed", lambda: {name: embed(model, images[name], masks[name], options) for name in names})

    def compile_umap():
        # numba compiles at the first fit; a user pays it once a process, so it stands apart.
        import umap
        umap.UMAP(random_state=options.seed).fit(numpy.random.default_rng(1).normal(size=(200, 128)))
        return umap

    umap = timed("umap_compilation", compile_umap)
    results = {}
    for label, chosen in (("train", trained), ("test", held_out), ("all", names)):
        if len(chosen) < 2:
            continue
        rows = numpy.concatenate([embedded[name][0] for name in chosen])
        samples = numpy.concatenate([[name] * len(embedded[name][0]) for name in chosen])
        fields = numpy.concatenate([[f"{name}/{field}" for field in embedded[name][1]] for name in chosen])
        reducer = umap.UMAP(n_neighbors=15, min_dist=0.1, random_state=options.seed)
        points = timed("reduce", lambda: reducer.fit_transform(rows))
        mixture = GaussianMixture(len(chosen), init_params="k-means++", n_init=10, max_iter=1000, random_state=options.seed)
        clusters = timed("cluster", lambda: mixture.fit_predict(points))
        results[label] = quality(rows, points, clusters, samples, fields)

    print(json.dumps({
        "seconds": sum(spent for stage, spent in seconds.items() if stage != "umap_compilation"),
        "stage_seconds": seconds,
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "channels": channels,
        "samples": len(names),
        "held_out": held_out,
        "fields": sum(len(fields) for fields in images.values()),
        "windows_embedded": sum(entry[2] for entry in embedded.values()),
        "iterations": options.iterations,
        "foreground_fraction": {name: float(masks[name].mean()) for name in names},
        "losses": losses,
        "validation_loss": validation,
        "quality": results,
        "versions": {"torch": torch.__version__, "scikit-learn": sklearn.__version__, "umap-learn": umap.__version__},
        "threads": options.threads,
    }, indent=1))


if __name__ == "__main__":
    main()
