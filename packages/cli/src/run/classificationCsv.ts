// Predictions as CSV (RFC 4180): one line per image, one column per class.

import type { Classification } from './classifyImage.ts';

export function csvHeader(classNames: readonly string[]): string {
  return lineOf(['image', 'label', 'probability', 'entropy', 'mutual information', ...classNames]);
}

/** An image that the ensemble abstained on has an empty label. */
export function csvLine(classification: Classification): string {
  const { image, label, probability, entropy, mutualInformation, probabilities } = classification;
  return lineOf([
    image,
    label ?? '',
    probability,
    entropy,
    mutualInformation,
    ...Object.values(probabilities),
  ]);
}

function lineOf(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(harmless(cell)))).join(',');
}

/** A spreadsheet runs a cell that begins like a formula, and names of files are anybody's: an apostrophe makes it text (OWASP). */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
