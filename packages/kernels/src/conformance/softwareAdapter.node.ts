// Where tests find a GPU that is software: the adapter of Debian's package chromium, through the loader of libvulkan1.

import { existsSync } from 'node:fs';

/** For `VK_ICD_FILENAMES`. */
export const softwareAdapter = '/usr/lib/chromium/vk_swiftshader_icd.json';

const loaders = ['x86_64', 'aarch64'].map((processor) => `/usr/lib/${processor}-linux-gnu/libvulkan.so.1`);

/** Where both are there, a failure to use them is a failure of the test, not a reason to skip it. */
export const hasSoftwareAdapter = existsSync(softwareAdapter) && loaders.some((file) => existsSync(file));

/** For the name of a test that needs it. */
export const orSkipped = hasSoftwareAdapter
  ? ''
  : ' (skipped: no software GPU here; install chromium and libvulkan1)';
