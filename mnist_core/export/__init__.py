"""Networks for other programs: the formats, the process that makes and judges them, clients."""
