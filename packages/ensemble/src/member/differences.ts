// What differs between two pieces of plain data, in words: `training.batchSize: 256, now 128`.

const SHOWN = 5;

/** @returns a sentence a field that differs, at most a handful; empty if there is no difference. */
export function differences(saved: unknown, present: unknown): readonly string[] {
  const found: string[] = [];
  compare(asJson(saved), asJson(present), '', found);
  return found.length > SHOWN ? [...found.slice(0, SHOWN), `and ${found.length - SHOWN} more`] : found;
}

function compare(saved: unknown, present: unknown, path: string, found: string[]): void {
  if (isObject(saved) && isObject(present)) {
    for (const key of new Set([...Object.keys(saved), ...Object.keys(present)])) {
      compare(saved[key], present[key], path === '' ? key : `${path}.${key}`, found);
    }
  } else if (!Object.is(saved, present)) {
    found.push(`${path}: ${shown(saved)}, now ${shown(present)}`);
  }
}

/** Arrays too: their indices are their keys. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** As it comes out of run.json: without undefined fields. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
