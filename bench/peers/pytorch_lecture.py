#!/usr/bin/python3
"""The lecture's network in PyTorch on one thread of the CPU: training, or inference.

usage: pytorch_lecture.py train|inference [--seconds 10] [--batch-size 256]
float32, channels-last (the faster layout here), RMSprop, eight batches of random images. Debian: apt install python3-torch
"""
import torch
from torch import nn
from turn import arguments, measure

options = arguments()
torch.set_num_threads(1)
torch.manual_seed(0)
channels_last = torch.channels_last

net = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(),
    nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)).to(memory_format=channels_last)
optimizer = torch.optim.RMSprop(net.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
loss_of = nn.CrossEntropyLoss()
size = options.batch_size
batches = [(torch.rand(size, 1, 28, 28).contiguous(memory_format=channels_last), torch.randint(0, 10, (size,)))
           for _ in range(8)]


def train(i):
    images, labels = batches[i % 8]
    optimizer.zero_grad(set_to_none=True)
    loss_of(net(images), labels).backward()
    optimizer.step()


def infer(i):
    with torch.no_grad():
        net(batches[i % 8][0]).softmax(1)


if options.work == 'inference':
    net.eval()
measure(train if options.work == 'train' else infer, size, options,
        sum(p.numel() for p in net.parameters()))
