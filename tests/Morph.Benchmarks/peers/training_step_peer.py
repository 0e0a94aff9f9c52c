#!/usr/bin/python3
"""Times one training step of the reference shape in PyTorch: 5 samples x 4 fields, crops of 128 pixels, 3 channels.

Includes forward, loss, one backward pass (joint form) and both Adam updates; no reading of images. The networks, the loss and the
background locations that the local discriminator also computes are those of the reference. Prints {"torch", "threads", "seconds": [...]}.
"""
import argparse
import json
import math
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

SAMPLES, FIELDS, CHANNELS, SIDE, WIDTH = 5, 4, 3, 128, 2048


def encoder():
    layers = []
    for source, target in ((CHANNELS, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(source, target, 3, padding=1, bias=False), nn.BatchNorm2d(target), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(128, 256, 3, padding=1, bias=False), nn.BatchNorm2d(256), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Conv2d(256, 256, 3, padding=1, bias=False))


def summarizer():
    return nn.Sequential(
        nn.Conv2d(256, 512, 3, padding=1, bias=False), nn.BatchNorm2d(512), nn.ReLU(inplace=True), nn.MaxPool2d(8), nn.Flatten(),
        nn.Linear(2048, 256, bias=False), nn.BatchNorm1d(256), nn.ReLU(inplace=True), nn.Linear(256, 128, bias=False))


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.g1 = nn.Sequential(
            nn.Linear(128, WIDTH, bias=False), nn.BatchNorm1d(WIDTH), nn.ReLU(inplace=True), nn.Linear(WIDTH, WIDTH, bias=False))
        self.g2 = nn.Sequential(nn.Linear(128, WIDTH, bias=False), nn.ReLU(inplace=True))
        self.l1 = nn.Sequential(
            nn.Conv2d(256, WIDTH, 1, bias=False), nn.BatchNorm2d(WIDTH), nn.ReLU(inplace=True), nn.Conv2d(WIDTH, WIDTH, 1, bias=False))
        self.l2 = nn.Sequential(nn.Conv2d(256, WIDTH, 1, bias=False), nn.ReLU(inplace=True))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, local, summary):
        points = self.norm((self.l1(local) + self.l2(local)).flatten(2).transpose(1, 2))
        return points, self.g1(summary) + self.g2(summary)


def prior_discriminator():
    return nn.Sequential(
        nn.Linear(128, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU(inplace=True),
        nn.Linear(512, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU(inplace=True), nn.Linear(512, 1))


def mi_loss(points, summaries, foreground):
    sample = torch.arange(SAMPLES).repeat_interleave(FIELDS)
    field = torch.arange(FIELDS).repeat(SAMPLES)
    same = sample[:, None] == sample[None, :]
    opposite = (field[:, None] == field[None, :]) & ~same
    scores = F.linear(points, summaries)
    rectified = F.softplus(-scores)
    positive = foreground[:, :, None] & same[:, None, :]
    negative = foreground[:, :, None] & opposite[:, None, :]
    positives = ((math.log(2) - rectified) * positive).sum() / positive.sum()
    negatives = ((rectified + scores - math.log(2)) * negative).sum() / negative.sum()
    return negatives - positives


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--steps", type=int, default=1)
    arguments.add_argument("--warm-up", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)

    represent = nn.ModuleList([encoder(), summarizer()])
    critic, prior = Critic(), prior_discriminator()
    learners = [torch.optim.Adam(represent.parameters(), lr=1e-4), torch.optim.Adam([*critic.parameters(), *prior.parameters()], lr=1e-4)]
    images = torch.randn(SAMPLES * FIELDS, CHANNELS, SIDE, SIDE)
    foreground = torch.rand(SAMPLES * FIELDS, (SIDE // 8) ** 2) < 0.3
    noise = torch.rand(SAMPLES * FIELDS, 128)

    def step():
        for learner in learners:
            learner.zero_grad(set_to_none=True)
        local = represent[0](images)
        summary = represent[1](local)
        loss = mi_loss(*critic(local, summary), foreground)
        loss = loss + 0.1 * (F.softplus(-prior(noise)).mean() + F.softplus(prior(summary)).mean())
        loss.backward()
        for learner in learners:
            learner.step()
        return loss.item()

    seconds = []
    for index in range(options.warm_up + options.steps):
        began = time.perf_counter()
        step()
        if index >= options.warm_up:
            seconds.append(time.perf_counter() - began)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "seconds": statistics.median(seconds)}))


if __name__ == "__main__":
    main()
