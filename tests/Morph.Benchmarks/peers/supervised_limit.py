#!/usr/bin/python3
"""supervised_limit.py RUN COLUMN [BATCH] [--steps N] [--seeds N] [--only FOLD]

What can be told at all? A small network is trained WITH labels on the images of a finished run and asked for the labels of the run's kept windows in fields that it
never saw: with BATCH, in the fields of one batch after another (of a plate), else in every fourth field of each sample, in folds 0 to 3. With --only, in one batch or
fold alone. Prints the share of windows and of fields (by the mean of their windows' log-probabilities) that are right, for each seed and each label. A guide for what
an embedding without labels may reach, not a peer.

RUN is the run directory after 'morph export RUN --format csv'; its images must still be where they were. Needs Debian's python3-torch, python3-pandas and python3-pil.
"""
import argparse
import json
import os

import numpy as np
import pandas as pd
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

SIDE, FEWEST_FOREGROUND = 128, 0.1


class Classifier(nn.Module):
    """Four convolutions without norm, mean and maximum over the window side by side, a linear layer to the labels."""

    def __init__(self, channels, labels):
        super().__init__()
        widths, layers = (channels, 32, 64, 128, 128), []
        for source, target in zip(widths, widths[1:]):
            layers += [nn.Conv2d(source, target, 3, padding=1), nn.ReLU(inplace=True), nn.AvgPool2d(2)]
        self.features, self.head = nn.Sequential(*layers), nn.Linear(2 * widths[-1], labels)

    def forward(self, images):
        seen = self.features(images)
        return self.head(torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1))


def read_fields(run):
    root = json.load(open(os.path.join(run, "manifest.json")))["root"]
    images, masks = {}, {}
    for entry in (entry for line in open(os.path.join(run, "fields.jsonl")) for entry in json.loads(line)):  # a line for each sample
        planes = []
        for plane in entry["planes"]:
            picture = Image.open(os.path.join(root, plane["path"]))
            picture.seek(plane["page"] if getattr(picture, "n_frames", 1) > 1 else 0)
            pixels = np.asarray(picture)
            planes.append((pixels if pixels.ndim == 2 else pixels[:, :, plane["page"]]).astype(np.float32))
        images[entry["field"]] = np.stack(planes)
        masks[entry["field"]] = np.asarray(Image.open(os.path.join(run, "masks", entry["sample"], entry["field"] + ".png"))) > 0
    return images, masks


def crop(images, masks, field, random):
    height, width = masks[field].shape
    for _ in range(50):  # a field may show few cells; then any crop is as good
        y, x = random.integers(height - SIDE + 1), random.integers(width - SIDE + 1)
        if masks[field][y:y + SIDE, x:x + SIDE].mean() >= FEWEST_FOREGROUND:
            break
    pixels = images[field][:, y:y + SIDE, x:x + SIDE]
    pixels = np.rot90(pixels, random.integers(4), (1, 2))
    return pixels[:, :, ::-1] if random.integers(2) else pixels


def train(images, masks, of_label, steps, seed):
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    fields = [f for members in of_label for f in members]
    mean = np.mean([images[f].mean((1, 2)) for f in fields], 0)
    scale = np.mean([images[f].std((1, 2)) for f in fields], 0)
    normal = lambda pixels: torch.from_numpy(np.ascontiguousarray((pixels - mean[:, None, None]) / scale[:, None, None]).astype(np.float32))
    network = Classifier(len(mean), len(of_label))
    learner = torch.optim.Adam(network.parameters(), lr=1e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(learner, 2e-3, steps)
    for _ in range(steps):
        labels = random.integers(len(of_label), size=32)
        batch = torch.stack([normal(crop(images, masks, random.choice(of_label[label]), random)) for label in labels])
        learner.zero_grad(set_to_none=True)
        F.cross_entropy(network(batch), torch.from_numpy(labels)).backward()
        learner.step()
        schedule.step()
    network.eval()
    return lambda pixels: F.log_softmax(network(normal(pixels)[None]), 1)[0]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("run")
    arguments.add_argument("column")
    arguments.add_argument("batch", nargs="?")
    arguments.add_argument("--steps", type=int, default=300)
    arguments.add_argument("--seeds", type=int, default=1)
    arguments.add_argument("--only")
    options = arguments.parse_args()

    table = pd.read_csv(os.path.join(options.run, "export", "windows.csv"), dtype=str)
    names = {name.removeprefix("Metadata_").lower(): name for name in table if name.startswith("Metadata_")}
    field, sample, label = table["Metadata_Field"], table["Metadata_Sample"], table[names[options.column.lower()]]
    fields = pd.DataFrame({"sample": sample, "label": label, "batch": table[names[options.batch.lower()]] if options.batch else ""}).groupby(field).first()
    if not options.batch:
        fields["batch"] = (fields.groupby("sample").cumcount() % 4).astype(str)
    asked = [options.only] if options.only else sorted(fields["batch"].unique())
    labels = sorted(fields["label"].unique())
    images, masks = read_fields(options.run)

    for seed in range(1, options.seeds + 1):
        right = pd.Series(False, index=table.index)
        told = {}
        for batch in asked:
            learned = fields[fields["batch"] != batch]
            known = [name for name in labels if (learned["label"] == name).any()]
            classify = train(images, masks, [learned.index[learned["label"] == name].tolist() for name in known], options.steps, seed)
            for name in fields.index[fields["batch"] == batch]:
                rows = table.index[field == name]
                with torch.no_grad():
                    scores = torch.stack([classify(images[name][:, y:y + SIDE, x:x + SIDE]) for y, x in table.loc[rows, ["Metadata_Y", "Metadata_X"]].astype(int).to_numpy()])
                right[rows] = [known[i] == fields["label"][name] for i in scores.argmax(1)]
                told[name] = known[int(scores.mean(0).argmax())] == fields["label"][name]
        told = pd.Series(told)
        right = right[field.isin(told.index)]
        print(f"seed {seed}: windows {right.mean():.3f} of {len(right)}, fields {told.mean():.3f} of {len(told)}", flush=True)
        for name in labels:
            print(f"  {name}: windows {right[label[right.index] == name].mean():.3f}, fields {told[fields['label'][told.index] == name].mean():.3f}", flush=True)


if __name__ == "__main__":
    main()
