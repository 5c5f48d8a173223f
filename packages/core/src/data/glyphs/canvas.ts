// A grey image and a round pen, antialiased by the distance of each pixel's centre from the stroke.

import type { Point } from './warp.ts';

export class Canvas {
  readonly size: number;
  /** Ink, 0 … 255, row by row; pixel (x, y) has its centre at (x + ½, y + ½). */
  readonly ink: Float32Array;

  constructor(size: number) {
    this.size = size;
    this.ink = new Float32Array(size * size);
  }

  clear(): void {
    this.ink.fill(0);
  }

  /** Draws along a chain of points; where strokes meet, the darker ink stays. */
  stroke(points: readonly Point[], thickness: number, darkness: number): void {
    for (let i = 1; i < points.length; i++) {
      const from = points[i - 1];
      const to = points[i];
      if (from && to) this.segment(from, to, thickness / 2, darkness);
    }
  }

  private segment(from: Point, to: Point, radius: number, darkness: number): void {
    const reach = radius + 0.5;
    const left = this.clamp(Math.min(from.x, to.x) - reach);
    const right = this.clamp(Math.max(from.x, to.x) + reach);
    const top = this.clamp(Math.min(from.y, to.y) - reach);
    const bottom = this.clamp(Math.max(from.y, to.y) + reach);
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const lengthSquared = dx * dx + dy * dy;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - from.x;
        const py = row + 0.5 - from.y;
        const along = lengthSquared > 0 ? Math.min(Math.max((px * dx + py * dy) / lengthSquared, 0), 1) : 0;
        const ox = px - along * dx;
        const oy = py - along * dy;
        const coverage = Math.min(reach - Math.sqrt(ox * ox + oy * oy), 1);
        if (coverage <= 0) continue;
        const at = row * this.size + column;
        this.ink[at] = Math.max(this.ink[at] as number, coverage * darkness);
      }
    }
  }

  private clamp(coordinate: number): number {
    return Math.min(Math.max(Math.floor(coordinate), 0), this.size - 1);
  }
}
