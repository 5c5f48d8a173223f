// Progress of a download: one bar that is redrawn on a terminal, a line at each tenth anywhere else.

import { createLogUpdate } from 'log-update';
import { fileSize } from './format.ts';
import { isLive, print } from './output.ts';
import { progressBar } from './rows.ts';

export interface DownloadProgress {
  update(progress: { readonly file: string; readonly received: number; readonly total: number }): void;
  close(): void;
}

export function createDownloadProgress(): DownloadProgress {
  return isLive() ? liveProgress() : plainProgress();
}

function liveProgress(): DownloadProgress {
  const draw = createLogUpdate(process.stdout);
  let drawn = 0;
  return {
    update({ file, received, total }) {
      const now = performance.now();
      if (now - drawn < 100 && received < total) return;
      drawn = now;
      draw(`${file}  ${progressBar(received / total, 30)}  ${fileSize(received)} of ${fileSize(total)}`);
    },
    close() {
      draw.clear();
      draw.done();
    },
  };
}

function plainProgress(): DownloadProgress {
  const tenths = new Map<string, number>();
  return {
    update({ file, received, total }) {
      const tenth = Math.floor((10 * received) / total);
      if (tenths.get(file) === tenth) return;
      tenths.set(file, tenth);
      print(`${file}: ${fileSize(received)} of ${fileSize(total)}`);
    },
    close() {},
  };
}
