// Modules that PyTorch lacks, in Python. A file gets those that it uses.

export type HelperName = 'AveragePoolInside' | 'FlattenChannelsLast' | 'Rescale';

export const helpers: Readonly<Record<HelperName, string>> = {
  AveragePoolInside: `class AveragePoolInside(nn.Module):
    """Means over windows that may reach past the border; only cells inside the image count."""

    def __init__(self, size, stride, pads):
        super().__init__()
        self.size, self.stride, self.pads = size, stride, pads

    def forward(self, x):
        inside = F.avg_pool2d(F.pad(torch.ones_like(x[:1, :1]), self.pads), self.size, self.stride)
        return F.avg_pool2d(F.pad(x, self.pads), self.size, self.stride) / inside
`,
  FlattenChannelsLast: `class FlattenChannelsLast(nn.Module):
    """Flattens [batch, channels, height, width] in the order of [height, width, channels]."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)
`,
  Rescale: `class Rescale(nn.Module):
    """Multiplies by a fixed number."""

    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        return x * self.scale
`,
};

export const normalize = `class Normalize(nn.Module):
    """Brings pixel values 0-255 to the range that the network was trained on."""

    def __init__(self, mean, standard_deviation):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1), persistent=False)
        self.register_buffer(
            "standard_deviation", torch.tensor(standard_deviation).view(1, -1, 1, 1), persistent=False
        )

    def forward(self, pixels):
        return (pixels / 255 - self.mean) / self.standard_deviation
`;
