// Numbers as people read them.

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `60,000` */
export function whole(value: number): string {
  return grouped.format(value);
}

/** `98.83%` */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

/** `18% fewer errors`, `3% more errors`. @param share a relative error decrease; negative for an increase */
export function errorChange(share: number): string {
  return `${(Math.abs(share) * 100).toFixed(0)}% ${share >= 0 ? 'fewer' : 'more'} errors`;
}

/** A probability: `99.43%`, and `>99.99%` rather than a certainty that no network has. */
export function likelihood(probability: number): string {
  return probability > 0.99995 ? '>99.99%' : percent(probability);
}

/** `0.0721`, `12.345`, `9e+12`: a loss of any size in at most six characters. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss).slice(0, 6);
  if (loss < 10) return loss.toFixed(4);
  return loss < 99_999 ? loss.toFixed(loss < 100 ? 3 : loss < 1000 ? 2 : 0) : loss.toExponential(0);
}

/** `1 image`, `3 members`, `9.9 epochs` */
export function counted(count: number, noun: string): string {
  return `${Number.isInteger(count) ? whole(count) : count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0:07`, `12:34`, `1:02:03`; `–` where nobody can say yet. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const total = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  const tail = `${pad(total % 60)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** `8.2 s`, `1 min 43 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const total = Math.round(seconds);
  if (total < 3600) return `${Math.floor(total / 60)} min ${total % 60} s`;
  return `${Math.floor(total / 3600)} h ${Math.floor((total % 3600) / 60)} min`;
}

/** `11.6 MB`, `28.9 kB`, `1.2 GB` */
export function fileSize(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
