// How one writing of a digit differs from another: a random affine map, and an elastic one (smooth random displacement,
// after P. Simard, D. Steinkraus and J. Platt, "Best Practices for Convolutional Neural Networks Applied to Visual
// Document Analysis", ICDAR 2003). Only + − × ÷ √, which IEEE 754 fixes to the last bit: the same pixels everywhere.

import type { Generator } from '../../random/generator.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Moves a point of the unit box to pixel coordinates. */
export type Warp = (x: number, y: number) => Point;

/** A number between two bounds. */
export function between(random: Generator, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** A random map of the unit box into an image of `size` pixels a side, the whole box staying more or less inside. */
export function randomWarp(random: Generator, size: number): Warp {
  const height = between(random, 0.58, 0.8) * size;
  const width = height * between(random, 0.65, 1.1);
  const shear = between(random, -0.35, 0.35);
  // Half the angle's tangent gives a rotation without sine and cosine: ±0.18 is ±20.4 degrees.
  const tangent = between(random, -0.18, 0.18);
  const cosine = (1 - tangent * tangent) / (1 + tangent * tangent);
  const sine = (2 * tangent) / (1 + tangent * tangent);
  const reach = 0.26 * (size - height);
  const centerX = size / 2 + between(random, -reach, reach);
  const centerY = size / 2 + between(random, -reach, reach);
  const displace = randomDisplacement(random, 0.14);

  return (x, y) => {
    const moved = displace(x, y);
    const v = (moved.y - 0.5) * height;
    const u = (moved.x - 0.5) * width + shear * v;
    return { x: centerX + cosine * u - sine * v, y: centerY + sine * u + cosine * v };
  };
}

const knots = 5;

/** Random vectors on a grid of knots, joined by a uniform quadratic B-spline: smooth, at most `strength` each way. */
function randomDisplacement(random: Generator, strength: number): Warp {
  const grid = Float64Array.from({ length: knots * knots * 2 }, () => between(random, -strength, strength));
  return (x, y) => {
    const column = splineAt(x);
    const row = splineAt(y);
    let dx = 0;
    let dy = 0;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const weight = (row.weights[i] as number) * (column.weights[j] as number);
        const knot = 2 * ((row.first + i) * knots + column.first + j);
        dx += weight * (grid[knot] as number);
        dy += weight * (grid[knot + 1] as number);
      }
    }
    return { x: x + dx, y: y + dy };
  };
}

/** The first of the three knots that count at a coordinate of 0 … 1, and the weight of each. */
function splineAt(coordinate: number): { first: number; weights: readonly [number, number, number] } {
  const position = Math.min(Math.max(coordinate, 0), 1) * (knots - 2);
  const first = Math.min(Math.floor(position), knots - 3);
  const t = position - first;
  return { first, weights: [((1 - t) * (1 - t)) / 2, 0.5 + t - t * t, (t * t) / 2] };
}
