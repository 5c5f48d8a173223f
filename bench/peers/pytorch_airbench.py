#!/usr/bin/python3
"""Training of the airbench94 network (Jordan 2024, arXiv 2404.00498) in PyTorch on one thread of the CPU, at any width.

usage: pytorch_airbench.py train [--width 64] [--seconds 10] [--batch-size 512]
Width 64 is the full network; 32 costs about a quarter. float32, channels-last, Nesterov SGD, random images. The whitening
kernel is frozen, its bias is not; all scales of batch normalization are trained. Debian: apt install python3-torch
"""
import sys
import torch
from torch import nn
from turn import arguments, measure

options = arguments(width=64)
if options.work != 'train':
    sys.exit('pytorch_airbench.py: only train is measured')
torch.set_num_threads(1)
torch.manual_seed(0)
width, size = options.width, options.batch_size


def group(cin, cout):
    return [nn.Conv2d(cin, cout, 3, padding='same', bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(cout), nn.GELU(),
            nn.Conv2d(cout, cout, 3, padding='same', bias=False), nn.BatchNorm2d(cout), nn.GELU()]


net = nn.Sequential(
    nn.Conv2d(3, 24, 2), nn.GELU(), *group(24, width), *group(width, 4 * width), *group(4 * width, 4 * width),
    nn.MaxPool2d(3), nn.Flatten(), nn.Linear(4 * width, 10, bias=False)).to(memory_format=torch.channels_last)
net[0].weight.requires_grad = False
trained = [p for p in net.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trained, lr=0.1, momentum=0.85, nesterov=True, weight_decay=1e-3)
loss_of = nn.CrossEntropyLoss(label_smoothing=0.2)
images = torch.rand(size, 3, 32, 32).contiguous(memory_format=torch.channels_last)
labels = torch.randint(0, 10, (size,))


def train(_):
    optimizer.zero_grad(set_to_none=True)
    loss_of(net(images), labels).backward()
    optimizer.step()


measure(train, size, options, sum(p.numel() for p in net.parameters()))
