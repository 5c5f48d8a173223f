/** Names of a container's parts in Keras's files of weights: `conv2d`, `conv2d_1`, by the class and nothing else. */
export function partNames(): (className: string) => string {
  const counts = new Map<string, number>();
  return (className) => {
    const base = snakeCase(className);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  };
}

/** `MaxPooling2D` → `max_pooling2d`, by the rule of `keras.src.utils.naming.to_snake_case`. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
