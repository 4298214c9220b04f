#!/usr/bin/env python3
"""Draws the app's icons: three bars, each shorter than the one above, as a rule narrows. Standard library only.

Usage: scripts/icons.py            (writes src-tauri/icons/*.png)
"""
import pathlib
import struct
import zlib

PETROL = (0x0B, 0x66, 0x6B)
TILE = (0xFF, 0xFF, 0xFF)
# On a grid of 22, as in the app's own mark: x, y, width, height, radius.
BARS = [(4.5, 5, 13, 2.9, 1.45), (4.5, 9.55, 8.7, 2.9, 1.45), (4.5, 14.1, 4.4, 2.9, 1.45)]
BACK = (0.75, 0.75, 20.5, 20.5, 4.6)
SAMPLES = 4


def inside(x, y, shape):
    """Whether a point lies in a rounded rectangle."""
    left, top, width, height, radius = shape
    dx = max(left + radius - x, x - (left + width - radius), 0)
    dy = max(top + radius - y, y - (top + height - radius), 0)
    in_box = left <= x <= left + width and top <= y <= top + height
    return in_box and dx * dx + dy * dy <= radius * radius


def pixel(column, row, size):
    """The colour of one pixel, averaged over a grid of samples."""
    tile = bars = 0
    for i in range(SAMPLES):
        for j in range(SAMPLES):
            x = (column + (i + 0.5) / SAMPLES) * 22 / size
            y = (row + (j + 0.5) / SAMPLES) * 22 / size
            if inside(x, y, BACK):
                tile += 1
                bars += any(inside(x, y, bar) for bar in BARS)
    if tile == 0:
        return bytes(4)
    share = bars / tile
    colour = [round(a + (b - a) * share) for a, b in zip(TILE, PETROL)]
    return bytes(colour + [round(255 * tile / SAMPLES**2)])


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(size):
    rows = b"".join(b"\0" + b"".join(pixel(x, y, size) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def main():
    folder = pathlib.Path(__file__).resolve().parent.parent / "src-tauri" / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in [("32x32", 32), ("128x128", 128), ("128x128@2x", 256), ("icon", 512)]:
        (folder / f"{name}.png").write_bytes(png(size))


main()
